using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The Dataproc application that ran. Which ids are there depends on whether it was a job, a batch or a session.</summary>
/// <remarks>Scope: run. Key: <c>gcp_dataproc</c>. Required: <c>appId</c>, <c>appName</c>, <c>projectId</c>.</remarks>
public sealed record GcpDataprocRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "gcp_dataproc";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/GcpDataprocRunFacet.json#/$defs/GcpDataprocRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record
        .Required("appId", Text)
        .Required("appName", Text)
        .Required("projectId", Text)
        .Optional("batchId", Text)
        .Optional("batchUuid", Text)
        .Optional("clusterName", Text)
        .Optional("clusterUuid", Text)
        .Optional("jobId", Text)
        .Optional("jobUuid", Text)
        .Optional("queryNodeName", Text)
        .Optional("jobType", Text)
        .Optional("sessionId", Text)
        .Optional("sessionUuid", Text));

    /// <summary>Id of the Spark application.</summary>
    public required string AppId { get; init; }

    /// <summary>Name of the Spark application.</summary>
    public required string AppName { get; init; }

    /// <summary>Cloud project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Batch.</summary>
    public string? BatchId { get; init; }

    /// <summary>Unique id of the batch.</summary>
    public string? BatchUuid { get; init; }

    /// <summary>Cluster.</summary>
    public string? ClusterName { get; init; }

    /// <summary>Unique id of the cluster.</summary>
    public string? ClusterUuid { get; init; }

    /// <summary>Job.</summary>
    public string? JobId { get; init; }

    /// <summary>Unique id of the job.</summary>
    public string? JobUuid { get; init; }

    /// <summary>Node of the query plan.</summary>
    public string? QueryNodeName { get; init; }

    /// <summary>Kind of resource that ran it.</summary>
    public string? JobType { get; init; }

    /// <summary>Session.</summary>
    public string? SessionId { get; init; }

    /// <summary>Unique id of the session.</summary>
    public string? SessionUuid { get; init; }
}
