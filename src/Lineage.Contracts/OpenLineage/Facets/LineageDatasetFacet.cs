using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Explicit sources of a dataset that needs no job, such as a view.</summary>
/// <remarks>Scope: dataset. Key: <c>lineage</c>. Required: nothing of its own.</remarks>
public sealed record LineageDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "lineage";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/LineageFacet.json#/$defs/LineageDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record.Optional("inputs", List(LineageInput.Shape)).Optional("fields", Map(LineageField.Shape)));

    /// <summary>Sources of the dataset as a whole.</summary>
    public IReadOnlyList<LineageInput>? Inputs { get; init; }

    /// <summary>Sources by field.</summary>
    public IReadOnlyDictionary<string, LineageField>? Fields { get; init; }
}
