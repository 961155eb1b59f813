using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The part of a dataset that was written.</summary>
/// <remarks>Scope: output. Key: <c>subset</c>. Required: <c>outputCondition</c>.</remarks>
public sealed record OutputSubsetOutputDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "subset";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/BaseSubsetDatasetFacet.json#/$defs/OutputSubsetOutputDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Output], Record.Required("outputCondition", SubsetCondition.Shape));

    /// <summary>What was written.</summary>
    public required SubsetCondition OutputCondition { get; init; }
}
