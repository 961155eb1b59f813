using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.Graph.Walking;

/// <summary>A node on the way: a dataset, job or run by its id in the tables, or a field of a dataset.</summary>
internal readonly record struct Node(string Kind, Guid Id, string? Field = null) : IComparable<Node>
{
    /// <summary>The order in which nodes of the same distance take the places that a limit leaves.</summary>
    public int CompareTo(Node other) =>
        string.CompareOrdinal(Kind, other.Kind) is var kind and not 0 ? kind : Id.CompareTo(other.Id) is var id and not 0 ? id : string.CompareOrdinal(Field, other.Field);
}

/// <summary>One edge found on the way, in the direction in which data flows.</summary>
/// <param name="Via">The job that made it; the dataset in between, for jobs and runs.</param>
internal readonly record struct Hop(Node From, Node To, Basis Basis, Guid? Via, Transformation? Way = null);

/// <summary>The neighbours of nodes, in one granularity.</summary>
internal interface INeighbours
{
    /// <summary>The edges that lead into the nodes (upstream) or out of them.</summary>
    Task<IReadOnlyCollection<Hop>> Step(IReadOnlyCollection<Node> frontier, bool upstream, CancellationToken cancellationToken);
}

/// <summary>Where a walk begins.</summary>
/// <param name="Root">The node asked for.</param>
/// <param name="Frontier">The nodes to go on from; the root itself, or what stands for it in this granularity.</param>
/// <param name="First">Edges between the root and those nodes.</param>
internal sealed record Seed(Node Root, IReadOnlyCollection<Node> Frontier, IReadOnlyCollection<Hop> First);

/// <summary>
/// Breadth first, so that the nearest nodes are in the answer when a limit cuts it; of equally near ones, the same on every day. Cycles,
/// diamonds and self-loops end where they meet a known node.
/// </summary>
internal sealed class Walk(int limit)
{
    private readonly Dictionary<(Node From, Node To), Found> _edges = [];

    /// <summary>Nodes with their distance from the root.</summary>
    public Dictionary<Node, int> Depths { get; } = [];

    /// <summary>Nodes with neighbours that the limit left out.</summary>
    public HashSet<Node> Stubs { get; } = [];

    public IEnumerable<KeyValuePair<(Node From, Node To), Found>> Edges => _edges;

    public async Task Go(Seed seed, INeighbours neighbours, bool upstream, int depth, CancellationToken cancellationToken)
    {
        Depths[seed.Root] = 0;
        var start = seed.First.Count > 0 ? 1 : 0;
        List<Node> frontier = [];
        foreach (var node in seed.Frontier.Order())
            if (Reach(node, start, seed.Root)) frontier.Add(node);
        foreach (var hop in seed.First) Keep(hop);
        var walked = new HashSet<Node>(frontier);
        for (var distance = start + 1; distance <= depth && frontier.Count > 0; distance++)
        {
            var hops = await neighbours.Step(frontier, upstream, cancellationToken);
            List<Node> next = [];
            foreach (var hop in hops.OrderBy(hop => upstream ? hop.From : hop.To))
            {
                var (near, far) = upstream ? (hop.To, hop.From) : (hop.From, hop.To);
                if (near == far || !Reach(far, distance, near)) continue;
                Keep(hop);
                if (walked.Add(far)) next.Add(far);
            }

            frontier = next;
        }
    }

    private bool Reach(Node node, int distance, Node from)
    {
        if (Depths.TryGetValue(node, out var known))
        {
            if (distance < known) Depths[node] = distance;
            return true;
        }

        if (Depths.Count >= limit)
        {
            Stubs.Add(from);
            return false;
        }

        Depths[node] = distance;
        return true;
    }

    private void Keep(Hop hop)
    {
        if (!Depths.ContainsKey(hop.From) || !Depths.ContainsKey(hop.To)) return;
        if (!_edges.TryGetValue((hop.From, hop.To), out var found)) _edges[(hop.From, hop.To)] = found = new();
        found.Add(hop);
    }
}

/// <summary>What is known of an edge: the strongest of what it rests on, the jobs that made it, the ways its value travels.</summary>
internal sealed class Found
{
    public Basis Basis { get; private set; } = Basis.Inputs;

    public SortedSet<Guid> Via { get; } = [];

    public HashSet<Transformation> Ways { get; } = [];

    public void Add(Hop hop)
    {
        if (hop.Basis < Basis) Basis = hop.Basis;
        if (hop.Via is { } via) Via.Add(via);
        if (hop.Way is { } way) Ways.Add(way);
    }
}
