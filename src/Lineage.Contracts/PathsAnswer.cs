namespace Lineage.Contracts;

/// <summary>The ways from one node to another.</summary>
/// <param name="Paths">Each a list of node ids from the first end to the other; shortest first.</param>
/// <param name="Truncated">True when there are, or may be, more.</param>
public sealed record PathsAnswer(string From, string To, string View, IReadOnlyList<IReadOnlyList<string>> Paths, bool Truncated, DateTimeOffset AsOf, string KnownAt);

/// <summary>Everything downstream of a node, with who has to be told.</summary>
/// <param name="Owners">Owners of each node, by node id, as its ownership facet names them.</param>
/// <param name="Tags">Tags of each node, by node id: key, or key=value, with the field in front where there is one.</param>
public sealed record ImpactAnswer(
    string Root, IReadOnlyList<LineageNode> Nodes, IReadOnlyList<LineageEdge> Edges, IReadOnlyDictionary<string, IReadOnlyList<string>> Owners,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Tags, bool Truncated, IReadOnlyList<string> Stubs, DateTimeOffset AsOf, string KnownAt);
