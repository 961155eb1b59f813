using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Why a run failed.</summary>
/// <remarks>Scope: run. Key: <c>errorMessage</c>. Required: <c>message</c>, <c>programmingLanguage</c>.</remarks>
public sealed record ErrorMessageRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "errorMessage";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record
        .Required("message", Text)
        .Required("programmingLanguage", Text)
        .Optional("stackTrace", Text));

    /// <summary>The message in plain text.</summary>
    public required string Message { get; init; }

    /// <summary>Language the error comes from.</summary>
    public required string ProgrammingLanguage { get; init; }

    /// <summary>The stack trace in that language's form.</summary>
    public string? StackTrace { get; init; }
}
