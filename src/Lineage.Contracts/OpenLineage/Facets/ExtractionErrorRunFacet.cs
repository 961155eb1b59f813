using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Says that the lineage of a run is known to be incomplete, and where.</summary>
/// <remarks>Scope: run. Key: <c>extractionError</c>. Required: <c>totalTasks</c>, <c>failedTasks</c>, <c>errors</c>.</remarks>
public sealed record ExtractionErrorRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "extractionError";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-1-2/ExtractionErrorRunFacet.json#/$defs/ExtractionErrorRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record
        .Required("totalTasks", Integer)
        .Required("failedTasks", Integer)
        .Required("errors", List(ExtractionError.Shape)));

    /// <summary>Statements or tasks looked at.</summary>
    public required long TotalTasks { get; init; }

    /// <summary>Those of which no lineage was obtained.</summary>
    public required long FailedTasks { get; init; }

    /// <summary>What went wrong, one by one.</summary>
    public required IReadOnlyList<ExtractionError> Errors { get; init; }
}

/// <summary>A statement or task whose lineage was not obtained.</summary>
public sealed record ExtractionError : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("errorMessage", Text)
        .Optional("stackTrace", Text)
        .Optional("task", Text)
        .Optional("taskNumber", Integer);

    /// <summary>The reason.</summary>
    public required string ErrorMessage { get; init; }

    /// <summary>Where it happened.</summary>
    public string? StackTrace { get; init; }

    /// <summary>The statement or task itself.</summary>
    public string? Task { get; init; }

    /// <summary>Its position in the run, from 0.</summary>
    public long? TaskNumber { get; init; }
}
