using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>What a job is for.</summary>
/// <remarks>Scope: job. Key: <c>documentation</c>. Required: <c>description</c>.</remarks>
public sealed record DocumentationJobFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "documentation";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-1-0/DocumentationJobFacet.json#/$defs/DocumentationJobFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Job], Record.Required("description", Text).Optional("contentType", Text));

    /// <summary>The description.</summary>
    public required string Description { get; init; }

    /// <summary>Its media type; plain text when absent.</summary>
    public string? ContentType { get; init; }
}
