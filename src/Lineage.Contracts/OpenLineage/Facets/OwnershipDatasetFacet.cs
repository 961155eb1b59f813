using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Who answers for a dataset.</summary>
/// <remarks>Scope: dataset. Key: <c>ownership</c>. Required: nothing of its own.</remarks>
public sealed record OwnershipDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "ownership";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/OwnershipDatasetFacet.json#/$defs/OwnershipDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record.Optional("owners", List(Owner.Shape)));

    /// <summary>The owners.</summary>
    public IReadOnlyList<Owner>? Owners { get; init; }
}
