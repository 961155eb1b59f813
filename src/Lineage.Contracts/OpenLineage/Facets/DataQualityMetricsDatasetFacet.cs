using System.Text.Json.Serialization;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Measures of a dataset's content.</summary>
/// <remarks>Scope: dataset. Key: <c>dataQualityMetrics</c>. Required: <c>columnMetrics</c>.</remarks>
public sealed record DataQualityMetricsDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "dataQualityMetrics";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/DataQualityMetricsDatasetFacet.json#/$defs/DataQualityMetricsDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record
        .Required("columnMetrics", Map(OpenLineage.ColumnMetrics.Shape))
        .Optional("rowCount", Integer)
        .Optional("bytes", Integer)
        .Optional("fileCount", Integer)
        .Optional("lastUpdated", Time));

    /// <summary>Measures by column.</summary>
    public required IReadOnlyDictionary<string, ColumnMetrics> ColumnMetrics { get; init; }

    /// <summary>Rows.</summary>
    public long? RowCount { get; init; }

    /// <summary>Size in bytes.</summary>
    public long? Bytes { get; init; }

    /// <summary>Files.</summary>
    public long? FileCount { get; init; }

    /// <summary>Last change of the data.</summary>
    [JsonConverter(typeof(TimestampConverter))]
    public DateTimeOffset? LastUpdated { get; init; }
}
