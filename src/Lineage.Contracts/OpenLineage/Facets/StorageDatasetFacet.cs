using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>How a dataset is stored.</summary>
/// <remarks>Scope: dataset. Key: <c>storage</c>. Required: <c>storageLayer</c>.</remarks>
public sealed record StorageDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "storage";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/StorageDatasetFacet.json#/$defs/StorageDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record.Required("storageLayer", Text).Optional("fileFormat", Text));

    /// <summary>The layer that manages it, such as <c>iceberg</c>.</summary>
    public required string StorageLayer { get; init; }

    /// <summary>Format of its files.</summary>
    public string? FileFormat { get; init; }
}
