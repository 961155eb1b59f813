using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The catalogue that lists a dataset.</summary>
/// <remarks>Scope: dataset. Key: <c>catalog</c>. Required: <c>framework</c>, <c>type</c>, <c>name</c>.</remarks>
public sealed record CatalogDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "catalog";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-1-0/CatalogDatasetFacet.json#/$defs/CatalogDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record
        .Required("framework", Text)
        .Required("type", Text)
        .Required("name", Text)
        .Optional("metadataUri", Text)
        .Optional("warehouseUri", Text)
        .Optional("source", Text)
        .Optional("catalogProperties", Map(Text)));

    /// <summary>Storage framework, such as <c>iceberg</c>.</summary>
    public required string Framework { get; init; }

    /// <summary>Kind of catalogue, such as <c>jdbc</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Name of the catalogue.</summary>
    public required string Name { get; init; }

    /// <summary>Where the catalogue is.</summary>
    public string? MetadataUri { get; init; }

    /// <summary>Where the data is.</summary>
    public string? WarehouseUri { get; init; }

    /// <summary>System that uses the catalogue.</summary>
    public string? Source { get; init; }

    /// <summary>Settings of the catalogue.</summary>
    public IReadOnlyDictionary<string, string>? CatalogProperties { get; init; }
}
