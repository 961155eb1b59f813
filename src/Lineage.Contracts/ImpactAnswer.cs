namespace Lineage.Contracts;

/// <summary>Everything downstream of a node, with who has to be told.</summary>
/// <param name="Root">The node that was asked for.</param>
/// <param name="Nodes">What depends on it, nearest first.</param>
/// <param name="Edges">The edges among them, in the direction in which data flows.</param>
/// <param name="Truncated">True when the limit left nodes out; <paramref name="Stubs"/> are the nodes to go on from.</param>
/// <param name="Stubs">Nodes in the answer whose neighbours were left out.</param>
/// <param name="AsOf">Valid time the answer holds for.</param>
/// <param name="KnownAt">The mark in the record the answer holds for.</param>
public sealed record ImpactAnswer(
    string Root, IReadOnlyList<ImpactNode> Nodes, IReadOnlyList<LineageEdge> Edges, bool Truncated, IReadOnlyList<string> Stubs, DateTimeOffset AsOf, string KnownAt);

/// <summary>A node that depends on the one that was asked for.</summary>
/// <param name="Id">Its node id.</param>
/// <param name="Kind">dataset, job, run or field.</param>
/// <param name="Namespace">Namespace of the dataset or job.</param>
/// <param name="Name">Name within the namespace.</param>
/// <param name="Field">The field's name, for a field.</param>
/// <param name="Depth">Steps from the root.</param>
/// <param name="Owners">Who answers for it, as its ownership facet says.</param>
/// <param name="Tags">Its tags as key or key=value, with the field in front where there is one.</param>
public sealed record ImpactNode(
    string Id, string Kind, string Namespace, string Name, string? Field, int Depth, IReadOnlyList<Owner> Owners, IReadOnlyList<string> Tags);

/// <summary>Who answers for a job or dataset.</summary>
/// <param name="Name">As the emitter wrote it.</param>
/// <param name="Type">The role, when the emitter gave one.</param>
public sealed record Owner(string Name, string? Type = null);
