using System.Text.Json.Serialization;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Measures of the content as it was read.</summary>
/// <remarks>Scope: input. Key: <c>dataQualityMetrics</c>. Required: <c>columnMetrics</c>.</remarks>
public sealed record DataQualityMetricsInputDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "dataQualityMetrics";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-3/DataQualityMetricsInputDatasetFacet.json#/$defs/DataQualityMetricsInputDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Input], Record
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
