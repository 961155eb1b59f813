namespace Lineage.Contracts;

/// <summary>A part of the lineage graph around one node.</summary>
/// <param name="Root">The node that was asked for.</param>
/// <param name="Direction">upstream, downstream or both.</param>
/// <param name="Granularity">dataset, job, run or field.</param>
/// <param name="View">current (what jobs do now) or all (what any event in the window said).</param>
/// <param name="Nodes">The nodes, nearest first, then by id.</param>
/// <param name="Edges">The edges among them, in the direction in which data flows.</param>
/// <param name="Truncated">True when the limit left nodes out; <paramref name="Stubs"/> are the nodes to go on from. A depth that was asked for is not a truncation.</param>
/// <param name="Stubs">Nodes in the answer whose neighbours were left out.</param>
/// <param name="AsOf">Only events whose valid time is not later count.</param>
/// <param name="KnownAt">Only events recorded up to here count; can be sent back as <c>knownAt</c> to get the same answer again.</param>
public sealed record LineageAnswer(
    string Root, string Direction, string Granularity, string View,
    IReadOnlyList<LineageNode> Nodes, IReadOnlyList<LineageEdge> Edges,
    bool Truncated, IReadOnlyList<string> Stubs, DateTimeOffset AsOf, string KnownAt);

/// <summary>A node of the answer.</summary>
/// <param name="Id">Its node id.</param>
/// <param name="Kind">dataset, job, run or field.</param>
/// <param name="Namespace">Namespace of the dataset or job (of the run's job for a run).</param>
/// <param name="Name">Name within the namespace (the run's job's name for a run).</param>
/// <param name="Field">The field's name, for a field.</param>
/// <param name="Names">All names of the same data, when symlinks join several; node ids.</param>
/// <param name="Depth">Steps from the root; 0 is the root itself.</param>
/// <param name="State">The run's state, for a run.</param>
public sealed record LineageNode(string Id, string Kind, string Namespace, string Name, string? Field, IReadOnlyList<string> Names, int Depth, string? State = null);

/// <summary>An edge of the answer: data flows from <paramref name="From"/> to <paramref name="To"/>.</summary>
/// <param name="From">Node id of the source.</param>
/// <param name="To">Node id of the target.</param>
/// <param name="Basis">What the edge rests on: lineage (an explicit lineage facet), columnLineage, or inputs (all inputs of a run to each of its outputs).</param>
/// <param name="Via">The jobs that made it, node ids; between jobs and between runs, the datasets.</param>
/// <param name="Transformations">For fields, how the value travels.</param>
public sealed record LineageEdge(string From, string To, string Basis, IReadOnlyList<string> Via, IReadOnlyList<Transformation>? Transformations = null);

/// <summary>How a field's value comes from another: OpenLineage's type, subtype and whether it is obfuscated on the way.</summary>
public sealed record Transformation(string Type, string Subtype, bool Masking);
