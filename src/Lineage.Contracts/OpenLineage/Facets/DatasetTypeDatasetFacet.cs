using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>What kind of thing a dataset is.</summary>
/// <remarks>Scope: dataset. Key: <c>datasetType</c>. Required: <c>datasetType</c>.</remarks>
public sealed record DatasetTypeDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "datasetType";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/DatasetTypeDatasetFacet.json#/$defs/DatasetTypeDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record.Required("datasetType", Text).Optional("subType", Text));

    /// <summary>Such as <c>TABLE</c>, <c>VIEW</c>, <c>FILE</c>, <c>TOPIC</c>, <c>MODEL</c>.</summary>
    public required string DatasetType { get; init; }

    /// <summary>A closer kind, such as <c>MATERIALIZED</c>.</summary>
    public string? SubType { get; init; }
}
