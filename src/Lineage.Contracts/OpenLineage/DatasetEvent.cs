using System.Text.Json.Serialization;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Metadata of a dataset that no run produced.</summary>
public sealed record DatasetEvent : OpenLineageEvent
{
    /// <summary>Schema the event follows.</summary>
    [JsonPropertyName("schemaURL"), JsonPropertyOrder(-1)]
    public string SchemaUrl { get; set; } = OpenLineageSpec.DatasetEventSchema;

    /// <summary>The dataset described.</summary>
    public required StaticDataset Dataset { get; init; }
}
