using System.Text.Json.Serialization;
using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Something that takes data in.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(LineageDatasetEntry), "DATASET")]
[JsonDerivedType(typeof(LineageJobEntry), "JOB")]
public abstract record LineageEntry : WireObject
{
    private protected LineageEntry()
    {
    }

    internal static JsonShape Shape { get; } = Choice(
        "type",
        ("DATASET", Record
            .Required("namespace", Text)
            .Required("name", Text)
            .Optional("inputs", List(LineageInput.Shape))
            .Optional("fields", Map(LineageField.Shape))),
        ("JOB", Record
            .Optional("namespace", Text)
            .Optional("name", Text)
            .Optional("runId", Uuid)
            .Optional("inputs", List(LineageInput.Shape))
            .AllOrNone("namespace", "name")));

    /// <summary>Where it takes data from as a whole; empty says: from nowhere.</summary>
    public IReadOnlyList<LineageInput>? Inputs { get; init; }
}

/// <summary>A dataset and its sources.</summary>
public sealed record LineageDatasetEntry : LineageEntry
{
    /// <summary>Namespace of the dataset.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>Sources by field.</summary>
    public IReadOnlyDictionary<string, LineageField>? Fields { get; init; }
}

/// <summary>A job and its sources. Without namespace and name it is the event's own job.</summary>
public sealed record LineageJobEntry : LineageEntry
{
    /// <summary>Namespace of the job.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of the job.</summary>
    public string? Name { get; init; }

    /// <summary>UUID of its run, when known.</summary>
    public string? RunId { get; init; }
}
