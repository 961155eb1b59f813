using System.Text.Json;
using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>What a commit to an Iceberg table changed.</summary>
/// <remarks>Scope: output. Key: <c>icebergCommitReport</c>. Required: nothing of its own.</remarks>
public sealed record IcebergCommitReportOutputDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "icebergCommitReport";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-2/IcebergCommitReportOutputDatasetFacet.json#/$defs/IcebergCommitReportOutputDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Output], Record
        .Optional("snapshotId", WideNumber)
        .Optional("sequenceNumber", WideNumber)
        .Optional("operation", Text)
        .Optional("commitMetrics", IcebergCommitMetrics.Shape)
        .Optional("metadata", Map(Any)));

    /// <summary>Snapshot made.</summary>
    public long? SnapshotId { get; init; }

    /// <summary>Its sequence number.</summary>
    public long? SequenceNumber { get; init; }

    /// <summary>Kind of change, such as <c>append</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>Counters.</summary>
    public IcebergCommitMetrics? CommitMetrics { get; init; }

    /// <summary>Further properties of the engine.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }
}

/// <summary>Counters of an Iceberg commit.</summary>
public sealed record IcebergCommitMetrics : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Optional("totalDuration", WideNumber)
        .Optional("attempts", WideNumber)
        .Optional("addedDataFiles", WideNumber)
        .Optional("removedDataFiles", WideNumber)
        .Optional("totalDataFiles", WideNumber)
        .Optional("addedDeleteFiles", WideNumber)
        .Optional("removedDeleteFiles", WideNumber)
        .Optional("totalDeleteFiles", WideNumber)
        .Optional("addedEqualityDeleteFiles", WideNumber)
        .Optional("removedEqualityDeleteFiles", WideNumber)
        .Optional("addedPositionalDeleteFiles", WideNumber)
        .Optional("removedPositionalDeleteFiles", WideNumber)
        .Optional("addedDVs", WideNumber)
        .Optional("removedDVs", WideNumber)
        .Optional("addedRecords", WideNumber)
        .Optional("removedRecords", WideNumber)
        .Optional("totalRecords", WideNumber)
        .Optional("addedFilesSizeInBytes", WideNumber)
        .Optional("removedFilesSizeInBytes", WideNumber)
        .Optional("totalFilesSizeInBytes", WideNumber)
        .Optional("addedPositionalDeletes", WideNumber)
        .Optional("removedPositionalDeletes", WideNumber)
        .Optional("totalPositionalDeletes", WideNumber)
        .Optional("addedEqualityDeletes", WideNumber)
        .Optional("removedEqualityDeletes", WideNumber)
        .Optional("totalEqualityDeletes", WideNumber);

    /// <summary>Time the commit took.</summary>
    public long? TotalDuration { get; init; }

    /// <summary>Tries it took.</summary>
    public long? Attempts { get; init; }

    /// <summary>Added data files.</summary>
    public long? AddedDataFiles { get; init; }

    /// <summary>Removed data files.</summary>
    public long? RemovedDataFiles { get; init; }

    /// <summary>All data files.</summary>
    public long? TotalDataFiles { get; init; }

    /// <summary>Added delete files.</summary>
    public long? AddedDeleteFiles { get; init; }

    /// <summary>Removed delete files.</summary>
    public long? RemovedDeleteFiles { get; init; }

    /// <summary>All delete files.</summary>
    public long? TotalDeleteFiles { get; init; }

    /// <summary>Added delete files by value.</summary>
    public long? AddedEqualityDeleteFiles { get; init; }

    /// <summary>Removed delete files by value.</summary>
    public long? RemovedEqualityDeleteFiles { get; init; }

    /// <summary>Added delete files by position.</summary>
    public long? AddedPositionalDeleteFiles { get; init; }

    /// <summary>Removed delete files by position.</summary>
    public long? RemovedPositionalDeleteFiles { get; init; }

    /// <summary>Added deletion vectors.</summary>
    public long? AddedDVs { get; init; }

    /// <summary>Removed deletion vectors.</summary>
    public long? RemovedDVs { get; init; }

    /// <summary>Added rows.</summary>
    public long? AddedRecords { get; init; }

    /// <summary>Removed rows.</summary>
    public long? RemovedRecords { get; init; }

    /// <summary>All rows.</summary>
    public long? TotalRecords { get; init; }

    /// <summary>Added bytes.</summary>
    public long? AddedFilesSizeInBytes { get; init; }

    /// <summary>Removed bytes.</summary>
    public long? RemovedFilesSizeInBytes { get; init; }

    /// <summary>All bytes.</summary>
    public long? TotalFilesSizeInBytes { get; init; }

    /// <summary>Added deletes by position.</summary>
    public long? AddedPositionalDeletes { get; init; }

    /// <summary>Removed deletes by position.</summary>
    public long? RemovedPositionalDeletes { get; init; }

    /// <summary>All deletes by position.</summary>
    public long? TotalPositionalDeletes { get; init; }

    /// <summary>Added deletes by value.</summary>
    public long? AddedEqualityDeletes { get; init; }

    /// <summary>Removed deletes by value.</summary>
    public long? RemovedEqualityDeletes { get; init; }

    /// <summary>All deletes by value.</summary>
    public long? TotalEqualityDeletes { get; init; }
}
