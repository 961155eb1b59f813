using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Labels on a run.</summary>
/// <remarks>Scope: run. Key: <c>tags</c>. Required: nothing of its own.</remarks>
public sealed record TagsRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "tags";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/TagsRunFacet.json#/$defs/TagsRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record.Optional("tags", List(FacetTag.Shape)));

    /// <summary>The labels.</summary>
    public IReadOnlyList<FacetTag>? Tags { get; init; }
}
