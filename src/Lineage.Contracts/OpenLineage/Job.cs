using System.Text.Json.Serialization;

namespace Lineage.Contracts.OpenLineage;

/// <summary>A process definition that can be run, identified by its namespace and name.</summary>
public sealed record Job : WireObject
{
    /// <summary>The scheduler's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name, unique in its namespace.</summary>
    public required string Name { get; init; }

    /// <summary>Facets about the definition, by key.</summary>
    [JsonConverter(typeof(JobFacetsConverter))]
    public FacetMap? Facets { get; init; }
}
