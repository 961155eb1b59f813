using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Labels on a dataset and its fields: the usual place for marks of personal data.</summary>
/// <remarks>Scope: dataset. Key: <c>tags</c>. Required: nothing of its own.</remarks>
public sealed record TagsDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "tags";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/TagsDatasetFacet.json#/$defs/TagsDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record.Optional("tags", List(DatasetTag.Shape)));

    /// <summary>The labels.</summary>
    public IReadOnlyList<DatasetTag>? Tags { get; init; }
}

/// <summary>A label on a dataset or on one of its fields.</summary>
public sealed record DatasetTag : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("key", Text)
        .Required("value", Text)
        .Optional("source", Text)
        .Optional("field", Text);

    /// <summary>What the label is about.</summary>
    public required string Key { get; init; }

    /// <summary>What it says; <c>true</c> for a plain mark.</summary>
    public required string Value { get; init; }

    /// <summary>Who set it.</summary>
    public string? Source { get; init; }

    /// <summary>The field it is on; absent for the whole dataset.</summary>
    public string? Field { get; init; }
}
