using System.Text.Json;
using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Outcome of the tests that a run executed.</summary>
/// <remarks>Scope: run. Key: <c>test</c>. Required: <c>tests</c>.</remarks>
public sealed record TestRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "test";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/TestRunFacet.json#/$defs/TestRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record.Required("tests", List(TestExecution.Shape)));

    /// <summary>The tests.</summary>
    public required IReadOnlyList<TestExecution> Tests { get; init; }
}

/// <summary>One test and its outcome.</summary>
public sealed record TestExecution : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("name", Text)
        .Required("status", Text)
        .Optional("severity", Text)
        .Optional("type", Text)
        .Optional("description", Text)
        .Optional("expected", Text)
        .Optional("actual", Text)
        .Optional("content", Text)
        .Optional("contentType", Text)
        .Optional("params", Map(Any));

    /// <summary>Name of the test.</summary>
    public required string Name { get; init; }

    /// <summary><c>pass</c>, <c>fail</c> or <c>skip</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Weight of a failure, <c>error</c> or <c>warn</c>.</summary>
    public string? Severity { get; init; }

    /// <summary>Kind of test.</summary>
    public string? Type { get; init; }

    /// <summary>What it looks for.</summary>
    public string? Description { get; init; }

    /// <summary>The result wanted.</summary>
    public string? Expected { get; init; }

    /// <summary>The result found.</summary>
    public string? Actual { get; init; }

    /// <summary>Code of the test.</summary>
    public string? Content { get; init; }

    /// <summary>Language or format of that code.</summary>
    public string? ContentType { get; init; }

    /// <summary>Parameters of the test.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Params { get; init; }
}
