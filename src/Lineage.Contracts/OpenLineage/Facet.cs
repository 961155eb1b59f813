using System.Text.Json.Serialization;

namespace Lineage.Contracts.OpenLineage;

/// <summary>A named piece of metadata on a run, job or dataset. Sent again under the same key it replaces the earlier one whole.</summary>
public abstract record Facet : WireObject
{
    private protected Facet()
    {
    }

    /// <summary>URI of the code that made this facet; required on the wire.</summary>
    [JsonPropertyName("_producer"), JsonPropertyOrder(-3)]
    public string? Producer { get; init; }

    /// <summary>URI of the JSON Schema version the facet follows; required on the wire.</summary>
    [JsonPropertyName("_schemaURL"), JsonPropertyOrder(-2)]
    public string? SchemaUrl { get; init; }

    /// <summary>True removes the facet of this key. Job and dataset facets only; elsewhere it has no meaning.</summary>
    [JsonPropertyName("_deleted"), JsonPropertyOrder(-1)]
    public bool? Deleted { get; init; }

    /// <summary>This facet with both required URIs: the given producer and the newest schema version, where it names none itself.</summary>
    public Facet Stamped(string producer) => this with
    {
        Producer = Producer ?? producer,
        SchemaUrl = SchemaUrl ?? FacetRegistry.ShapeOf(GetType())?.SchemaUrl ?? OpenLineageSpec.BaseFacetSchema,
    };
}
