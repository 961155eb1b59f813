using System.Text.Json.Serialization;
using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Something data comes from.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(LineageDatasetInput), "DATASET")]
[JsonDerivedType(typeof(LineageJobInput), "JOB")]
public abstract record LineageInput : WireObject
{
    private protected LineageInput()
    {
    }

    internal static JsonShape Shape { get; } = Choice(
        "type",
        ("DATASET", Record
            .Required("namespace", Text)
            .Required("name", Text)
            .Optional("field", Text)
            .Optional("transformations", List(Transformation.Shape))),
        ("JOB", Record
            .Optional("namespace", Text)
            .Optional("name", Text)
            .Optional("runId", Uuid)
            .Optional("transformations", List(Transformation.Shape))
            .AllOrNone("namespace", "name")));

    /// <summary>What was done on the way.</summary>
    public IReadOnlyList<Transformation>? Transformations { get; init; }
}

/// <summary>A dataset, or one of its fields, as a source.</summary>
public sealed record LineageDatasetInput : LineageInput
{
    /// <summary>Namespace of the dataset.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>The field; absent for the whole dataset.</summary>
    public string? Field { get; init; }
}

/// <summary>A job as a source, as when data never rests in between. Without namespace and name it is the event's own job.</summary>
public sealed record LineageJobInput : LineageInput
{
    /// <summary>Namespace of the job.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of the job.</summary>
    public string? Name { get; init; }

    /// <summary>UUID of its run, when known.</summary>
    public string? RunId { get; init; }
}
