using System.Text.Json;
using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Outcome of checks on a dataset. The schema puts it on inputs; senders put it on datasets too.</summary>
/// <remarks>Scope: input and dataset. Key: <c>dataQualityAssertions</c>. Required: <c>assertions</c>.</remarks>
public sealed record DataQualityAssertionsDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "dataQualityAssertions";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-1-0/DataQualityAssertionsDatasetFacet.json#/$defs/DataQualityAssertionsDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Input, FacetScope.Dataset], Record.Required("assertions", List(DataQualityAssertion.Shape)));

    /// <summary>The checks.</summary>
    public required IReadOnlyList<DataQualityAssertion> Assertions { get; init; }
}

/// <summary>One check and its outcome.</summary>
public sealed record DataQualityAssertion : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("assertion", Text)
        .Required("success", Flag)
        .Optional("column", Text)
        .Optional("severity", Text)
        .Optional("name", Text)
        .Optional("description", Text)
        .Optional("expected", Text)
        .Optional("actual", Text)
        .Optional("content", Text)
        .Optional("contentType", Text)
        .Optional("params", Map(Any));

    /// <summary>Kind of check, such as <c>not_null</c>.</summary>
    public required string Assertion { get; init; }

    /// <summary>Whether the data passed.</summary>
    public required bool Success { get; init; }

    /// <summary>The column checked.</summary>
    public string? Column { get; init; }

    /// <summary>Weight of a failure, <c>error</c> or <c>warn</c>.</summary>
    public string? Severity { get; init; }

    /// <summary>Name of the check.</summary>
    public string? Name { get; init; }

    /// <summary>What it looks for.</summary>
    public string? Description { get; init; }

    /// <summary>The result wanted.</summary>
    public string? Expected { get; init; }

    /// <summary>The result found.</summary>
    public string? Actual { get; init; }

    /// <summary>Code of the check.</summary>
    public string? Content { get; init; }

    /// <summary>Language or format of that code.</summary>
    public string? ContentType { get; init; }

    /// <summary>Parameters of the check.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Params { get; init; }
}
