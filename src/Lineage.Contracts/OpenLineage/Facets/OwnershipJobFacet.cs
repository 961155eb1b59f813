using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Who answers for a job.</summary>
/// <remarks>Scope: job. Key: <c>ownership</c>. Required: nothing of its own.</remarks>
public sealed record OwnershipJobFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "ownership";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/OwnershipJobFacet.json#/$defs/OwnershipJobFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Job], Record.Optional("owners", List(Owner.Shape)));

    /// <summary>The owners.</summary>
    public IReadOnlyList<Owner>? Owners { get; init; }
}
