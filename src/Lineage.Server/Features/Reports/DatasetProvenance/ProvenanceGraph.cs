using Lineage.Contracts;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>The place of a node in the answer.</summary>
public enum NodeRole { Subject, Origin, Intermediate }

/// <summary>What an edge rests on, from the strongest to the weakest evidence.</summary>
public enum EdgeBasis
{
    /// <summary>Field lineage names the source fields.</summary>
    ColumnLineage,

    /// <summary>A lineage facet names source and target.</summary>
    LineageFacet,

    /// <summary>Only the inputs and outputs of a job are known: any input may have fed any output.</summary>
    InputsTimesOutputs,
}

/// <summary>Everything upstream of the subject.</summary>
/// <param name="Nodes">The subject, the origins and what lies between.</param>
/// <param name="Edges">From source to target.</param>
/// <param name="NodesLeftOut">Nodes beyond the depth or limit of the query; 0: none.</param>
public sealed record LineageGraph(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges, long NodesLeftOut);

/// <summary>A dataset or field in the graph.</summary>
/// <param name="Id">Its node id.</param>
/// <param name="Kind">Dataset or field.</param>
/// <param name="Namespace">The dataset's namespace.</param>
/// <param name="Name">The dataset's name.</param>
/// <param name="Field">The field; null for a dataset.</param>
/// <param name="Names">Other names of the same dataset.</param>
/// <param name="Role">Its place in the answer.</param>
public sealed record GraphNode(string Id, SubjectKind Kind, string Namespace, string Name, string? Field, IReadOnlyList<DatasetName> Names, NodeRole Role)
{
    /// <summary>The name without the namespace.</summary>
    internal string Label => Field is null ? Name : $"{Name}.{Field}";
}

/// <summary>Data went from one node to another.</summary>
/// <param name="From">The node id of the source.</param>
/// <param name="To">The node id of the target.</param>
/// <param name="Jobs">The jobs that moved it.</param>
/// <param name="Basis">What the edge rests on.</param>
/// <param name="Masking">Whether a recorded transformation on it masks at least one field.</param>
public sealed record GraphEdge(string From, string To, IReadOnlyList<JobName> Jobs, EdgeBasis Basis, bool Masking);

/// <summary>The ways from the origins to the subject.</summary>
/// <param name="Listed">The ways listed.</param>
/// <param name="LeftOut">The number of further ways, beyond the cap.</param>
public sealed record ProvenancePaths(IReadOnlyList<ProvenancePath> Listed, long LeftOut);

/// <summary>One way from an origin to the subject.</summary>
/// <param name="Steps">The nodes, origin first, subject last.</param>
public sealed record ProvenancePath(IReadOnlyList<PathStep> Steps);

/// <summary>A node on a way.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Via">The jobs that brought the data here from the step before; empty for the origin.</param>
public sealed record PathStep(string NodeId, IReadOnlyList<JobName> Via);

/// <summary>A field of a dataset.</summary>
public sealed record FieldRef(string Namespace, string Dataset, string Field)
{
    /// <summary>Dataset and field, without the namespace.</summary>
    internal string Label => $"{Dataset}.{Field}";
}

/// <summary>One field fed another.</summary>
/// <param name="From">The source field.</param>
/// <param name="To">The target field.</param>
/// <param name="Transformations">How, as reported.</param>
/// <param name="FirstSeen">Valid time of the first event that says so.</param>
/// <param name="LastSeen">Valid time of the last event that says so.</param>
public sealed record FieldLineageRow(FieldRef From, FieldRef To, IReadOnlyList<FieldTransformation> Transformations, DateTimeOffset FirstSeen, DateTimeOffset LastSeen)
{
    /// <summary>The name of the target when the source influences the whole dataset.</summary>
    internal const string EveryField = "(every field)";
}

/// <summary>A transformation as the OpenLineage column lineage facet reports it.</summary>
/// <param name="Type">DIRECT or INDIRECT.</param>
/// <param name="Subtype">IDENTITY, TRANSFORMATION, AGGREGATION, JOIN, FILTER and so on; null when not reported.</param>
/// <param name="Description">The description, when reported.</param>
/// <param name="Masking">Whether it masks the value; null when not reported.</param>
public sealed record FieldTransformation(string Type, string? Subtype, string? Description, bool? Masking);

/// <summary>The kind of a change.</summary>
public enum ChangeKind { Schema, JobVersion, Lifecycle, DatasetVersion, Ownership }

/// <summary>Something that changed on the way to the subject.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">The namespace of the dataset or job that changed.</param>
/// <param name="Name">Its name.</param>
/// <param name="Items">What changed in it.</param>
/// <param name="ValidTime">When it happened, as its source claims.</param>
/// <param name="RecordedTime">When it was taken into the record.</param>
/// <param name="EventId">The event that shows it.</param>
public sealed record Change(
    ChangeKind Kind, string Namespace, string Name, IReadOnlyList<ChangeItem> Items, DateTimeOffset ValidTime, DateTimeOffset RecordedTime, string EventId);

/// <summary>One part of a change.</summary>
/// <param name="Action">What happened: added, removed, retyped, changed, created, truncated, renamed ...</param>
/// <param name="What">To what: a field, the source code version, the SQL text, an owner.</param>
/// <param name="Before">The value before, when there was one.</param>
/// <param name="After">The value after, when there is one.</param>
public sealed record ChangeItem(string Action, string What, string? Before, string? After);
