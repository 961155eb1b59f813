using System.Text.Json;
using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>What planning an Iceberg table scan found.</summary>
/// <remarks>Scope: input. Key: <c>icebergScanReport</c>. Required: nothing of its own.</remarks>
public sealed record IcebergScanReportInputDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "icebergScanReport";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/IcebergScanReportInputDatasetFacet.json#/$defs/IcebergScanReportInputDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Input], Record
        .Optional("snapshotId", WideNumber)
        .Optional("filterDescription", Text)
        .Optional("schemaId", WideNumber)
        .Optional("projectedFieldNames", List(Text))
        .Optional("scanMetrics", IcebergScanMetrics.Shape)
        .Optional("metadata", Map(Any)));

    /// <summary>Snapshot read.</summary>
    public long? SnapshotId { get; init; }

    /// <summary>The filter, as text.</summary>
    public string? FilterDescription { get; init; }

    /// <summary>Schema read.</summary>
    public long? SchemaId { get; init; }

    /// <summary>Fields read.</summary>
    public IReadOnlyList<string>? ProjectedFieldNames { get; init; }

    /// <summary>Counters.</summary>
    public IcebergScanMetrics? ScanMetrics { get; init; }

    /// <summary>Further properties of the engine.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }
}

/// <summary>Counters of an Iceberg scan.</summary>
public sealed record IcebergScanMetrics : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Optional("totalPlanningDuration", WideNumber)
        .Optional("resultDataFiles", WideNumber)
        .Optional("resultDeleteFiles", WideNumber)
        .Optional("totalDataManifests", WideNumber)
        .Optional("totalDeleteManifests", WideNumber)
        .Optional("scannedDataManifests", WideNumber)
        .Optional("skippedDataManifests", WideNumber)
        .Optional("totalFileSizeInBytes", WideNumber)
        .Optional("totalDeleteFileSizeInBytes", WideNumber)
        .Optional("skippedDataFiles", WideNumber)
        .Optional("skippedDeleteFiles", WideNumber)
        .Optional("scannedDeleteManifests", WideNumber)
        .Optional("skippedDeleteManifests", WideNumber)
        .Optional("indexedDeleteFiles", WideNumber)
        .Optional("equalityDeleteFiles", WideNumber)
        .Optional("positionalDeleteFiles", WideNumber);

    /// <summary>Time spent planning.</summary>
    public long? TotalPlanningDuration { get; init; }

    /// <summary>Data files to be read.</summary>
    public long? ResultDataFiles { get; init; }

    /// <summary>Delete files to be applied.</summary>
    public long? ResultDeleteFiles { get; init; }

    /// <summary>Data manifests of the snapshot.</summary>
    public long? TotalDataManifests { get; init; }

    /// <summary>Delete manifests of the snapshot.</summary>
    public long? TotalDeleteManifests { get; init; }

    /// <summary>Data manifests opened.</summary>
    public long? ScannedDataManifests { get; init; }

    /// <summary>Data manifests not opened.</summary>
    public long? SkippedDataManifests { get; init; }

    /// <summary>Bytes of data files.</summary>
    public long? TotalFileSizeInBytes { get; init; }

    /// <summary>Bytes of delete files.</summary>
    public long? TotalDeleteFileSizeInBytes { get; init; }

    /// <summary>Data files ruled out.</summary>
    public long? SkippedDataFiles { get; init; }

    /// <summary>Delete files ruled out.</summary>
    public long? SkippedDeleteFiles { get; init; }

    /// <summary>Delete manifests opened.</summary>
    public long? ScannedDeleteManifests { get; init; }

    /// <summary>Delete manifests not opened.</summary>
    public long? SkippedDeleteManifests { get; init; }

    /// <summary>Delete files indexed.</summary>
    public long? IndexedDeleteFiles { get; init; }

    /// <summary>Delete files by value.</summary>
    public long? EqualityDeleteFiles { get; init; }

    /// <summary>Delete files by position.</summary>
    public long? PositionalDeleteFiles { get; init; }
}
