using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>What a dataset is.</summary>
/// <remarks>Scope: dataset. Key: <c>documentation</c>. Required: <c>description</c>.</remarks>
public sealed record DocumentationDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "documentation";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-1-0/DocumentationDatasetFacet.json#/$defs/DocumentationDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record.Required("description", Text).Optional("contentType", Text));

    /// <summary>The description.</summary>
    public required string Description { get; init; }

    /// <summary>Its media type; plain text when absent.</summary>
    public string? ContentType { get; init; }
}
