using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>From which input fields each field of an output comes.</summary>
/// <remarks>Scope: dataset. Key: <c>columnLineage</c>. Required: <c>fields</c>.</remarks>
public sealed record ColumnLineageDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "columnLineage";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record
        .Required("fields", Map(ColumnLineageField.Shape))
        .Optional("dataset", List(ColumnLineageInput.Shape)));

    /// <summary>Sources by output field.</summary>
    public required IReadOnlyDictionary<string, ColumnLineageField> Fields { get; init; }

    /// <summary>Input fields that influence the whole output, as filters do.</summary>
    public IReadOnlyList<ColumnLineageInput>? Dataset { get; init; }
}

/// <summary>The sources of one output field.</summary>
public sealed record ColumnLineageField : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("inputFields", List(ColumnLineageInput.Shape))
        .Optional("transformationDescription", Text)
        .Optional("transformationType", Text);

    /// <summary>Input fields.</summary>
    public required IReadOnlyList<ColumnLineageInput> InputFields { get; init; }

    /// <summary>Deprecated: the transformation in words.</summary>
    public string? TransformationDescription { get; init; }

    /// <summary>Deprecated: <c>IDENTITY</c> or <c>MASKED</c>.</summary>
    public string? TransformationType { get; init; }
}

/// <summary>An input field.</summary>
public sealed record ColumnLineageInput : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("namespace", Text)
        .Required("name", Text)
        .Required("field", Text)
        .Optional("transformations", List(Transformation.Shape));

    /// <summary>Namespace of its dataset.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of its dataset.</summary>
    public required string Name { get; init; }

    /// <summary>The field.</summary>
    public required string Field { get; init; }

    /// <summary>What was done on the way.</summary>
    public IReadOnlyList<Transformation>? Transformations { get; init; }
}
