using System.Text.Json.Serialization;

namespace Lineage.Contracts.OpenLineage;

/// <summary>One execution of a job.</summary>
public sealed record Run : WireObject
{
    /// <summary>The UUID its producer gave it (version 7 recommended); text, since producers exist that send other ids.</summary>
    public required string RunId { get; init; }

    /// <summary>Facets about this execution, by key.</summary>
    [JsonConverter(typeof(RunFacetsConverter))]
    public FacetMap? Facets { get; init; }
}
