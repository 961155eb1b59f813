using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The code of a job.</summary>
/// <remarks>Scope: job. Key: <c>sourceCode</c>. Required: <c>language</c>, <c>sourceCode</c>.</remarks>
public sealed record SourceCodeJobFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "sourceCode";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/SourceCodeJobFacet.json#/$defs/SourceCodeJobFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Job], Record.Required("language", Text).Required("sourceCode", Text));

    /// <summary>Programming language.</summary>
    public required string Language { get; init; }

    /// <summary>The code.</summary>
    public required string SourceCode { get; init; }
}
