using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The levels a dataset's name is made of, outermost first.</summary>
/// <remarks>Scope: dataset. Key: <c>hierarchy</c>. Required: <c>hierarchy</c>.</remarks>
public sealed record HierarchyDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "hierarchy";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/HierarchyDatasetFacet.json#/$defs/HierarchyDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record.Required("hierarchy", List(HierarchyLevel.Shape)));

    /// <summary>The levels.</summary>
    public required IReadOnlyList<HierarchyLevel> Hierarchy { get; init; }
}

/// <summary>One level.</summary>
public sealed record HierarchyLevel : WireObject
{
    internal static ObjectShape Shape { get; } = Record.Required("type", Text).Required("name", Text);

    /// <summary>What it is, such as <c>DATABASE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }
}
