using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The version of a dataset that was read or written.</summary>
/// <remarks>Scope: dataset. Key: <c>version</c>. Required: <c>datasetVersion</c>.</remarks>
public sealed record DatasetVersionDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "version";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record.Required("datasetVersion", Text));

    /// <summary>The version in the words of the storage.</summary>
    public required string DatasetVersion { get; init; }
}
