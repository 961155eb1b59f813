using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The SQL a job runs. It may hold personal data in its literals.</summary>
/// <remarks>Scope: job. Key: <c>sql</c>. Required: <c>query</c>.</remarks>
public sealed record SqlJobFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "sql";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-1-0/SQLJobFacet.json#/$defs/SQLJobFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Job], Record.Required("query", Text).Optional("dialect", Text));

    /// <summary>The statement text.</summary>
    public required string Query { get; init; }

    /// <summary>The SQL dialect.</summary>
    public string? Dialect { get; init; }
}
