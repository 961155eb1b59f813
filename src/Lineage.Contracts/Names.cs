using System.Text.Json.Serialization;

namespace Lineage.Contracts;

/// <summary>A dataset's name in OpenLineage's sense: <paramref name="Name"/> is unique within <paramref name="Namespace"/>.</summary>
public sealed record DatasetName(string Namespace, string Name)
{
    /// <summary>The node id of the dataset, <c>dataset:NS:NAME</c>.</summary>
    [JsonIgnore]
    public NodeId Node => new DatasetNode(Namespace, Name);
}

/// <summary>A job's name in OpenLineage's sense: <paramref name="Name"/> is unique within <paramref name="Namespace"/>.</summary>
public sealed record JobName(string Namespace, string Name)
{
    /// <summary>The node id of the job, <c>job:NS:NAME</c>.</summary>
    [JsonIgnore]
    public NodeId Node => new JobNode(Namespace, Name);
}
