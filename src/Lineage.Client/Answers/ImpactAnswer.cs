using Lineage.Contracts;

namespace Lineage.Client;

/// <summary>Everything downstream of a node.</summary>
/// <param name="Root">The node that was asked for.</param>
/// <param name="Nodes">What depends on it, nearest first.</param>
/// <param name="Edges">The edges among them, in the direction in which data flows.</param>
/// <param name="Truncated">There is more than the limit let through.</param>
/// <param name="AsOf">Valid time the answer holds for.</param>
/// <param name="KnownAt">Recorded time or log size the answer holds for.</param>
public sealed record ImpactAnswer(
    string Root, IReadOnlyList<ImpactNode> Nodes, IReadOnlyList<LineageEdge> Edges, bool Truncated, DateTimeOffset? AsOf = null, string? KnownAt = null);

/// <summary>A node that depends on the one that was asked for.</summary>
/// <param name="Id">Its node id.</param>
/// <param name="Kind">dataset, job, run or field.</param>
/// <param name="Namespace">Namespace of the dataset or job.</param>
/// <param name="Name">Name within the namespace.</param>
/// <param name="Field">The field's name, for a field.</param>
/// <param name="Depth">Steps from the root.</param>
/// <param name="Owners">Who answers for it.</param>
public sealed record ImpactNode(string Id, string Kind, string Namespace, string Name, string? Field, int Depth, IReadOnlyList<Owner>? Owners = null);

/// <summary>Who answers for a job or dataset.</summary>
/// <param name="Name">As the emitter wrote it.</param>
/// <param name="Type">The role, when the emitter gave one.</param>
public sealed record Owner(string Name, string? Type = null);

/// <summary>The ways between two nodes.</summary>
/// <param name="From">Node id of the start.</param>
/// <param name="To">Node id of the end.</param>
/// <param name="Paths">Each way, as node ids from start to end; empty when there is none.</param>
/// <param name="Truncated">There are more ways than the limit let through.</param>
public sealed record PathsAnswer(string From, string To, IReadOnlyList<IReadOnlyList<string>> Paths, bool Truncated);
