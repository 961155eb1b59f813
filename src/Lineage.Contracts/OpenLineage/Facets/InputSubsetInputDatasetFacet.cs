using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The part of a dataset that was read.</summary>
/// <remarks>Scope: input. Key: <c>subset</c>. Required: <c>inputCondition</c>.</remarks>
public sealed record InputSubsetInputDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "subset";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/BaseSubsetDatasetFacet.json#/$defs/InputSubsetInputDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Input], Record.Required("inputCondition", SubsetCondition.Shape));

    /// <summary>What was read.</summary>
    public required SubsetCondition InputCondition { get; init; }
}
