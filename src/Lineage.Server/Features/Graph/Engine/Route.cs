using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>An edge found on the way, in the direction in which data flows.</summary>
/// <param name="Via">The job that made it, or the dataset in between; -1 for none.</param>
/// <param name="Way">Number of the transformation; -1 for none.</param>
internal readonly record struct Step(int From, int To, int Via, int Way, Basis Basis);

/// <summary>The edges at a node, in one granularity.</summary>
internal interface ISteps
{
    /// <summary>Adds the edges that lead into the node (upstream) or out of it.</summary>
    void Take(int node, bool upstream, Route route);
}

/// <summary>
/// Breadth first over numbers, with the rules of <see cref="Walking.Walk"/>: whole levels, and when the limit cuts one, the nodes that come
/// first in the order of nodes.
/// </summary>
internal sealed class Route(NodeSpace space, int limit, Paper paper)
{
    private readonly int[] _places = paper.Places;
    private readonly Column<int> _depths = paper.Depths;
    private readonly Column<byte> _walked = paper.Walked;
    private readonly Dictionary<int, int> _extraPlaces = [];
    private List<int> _frontier = paper.Frontier;
    private List<int> _next = paper.Next;
    private int _distance;
    private byte _direction;

    public Column<int> Nodes { get; } = paper.Nodes;

    public Column<Step> Steps { get; } = paper.Steps;

    public HashSet<int> Stubs { get; } = [];

    public int Depth(int place) => _depths[place];

    /// <summary>-1 when the node is not on the route.</summary>
    public int Place(int node) => (node < _places.Length ? _places[node] : _extraPlaces.GetValueOrDefault(node)) - 1;

    /// <param name="seeds">Where to go on from: the root itself, or what stands for it.</param>
    /// <param name="intoRoot">Whether edges lead from the seeds to the root or the other way; null when there are none.</param>
    public void Go(int root, IReadOnlyCollection<int> seeds, bool? intoRoot, ISteps steps, bool upstream, int depth, CancellationToken cancellationToken)
    {
        _direction = (byte)(upstream ? 1 : 2);
        if (Place(root) is var at and >= 0) _depths[at] = 0;
        else Put(root, 0);
        var start = intoRoot is not null && seeds.Count > 0 ? 1 : 0;
        _frontier.Clear();
        foreach (var seed in seeds.OrderBy(seed => space[seed]))
        {
            var place = Place(seed);
            if (place < 0 && Nodes.Count >= limit)
            {
                Stubs.Add(root);
                continue;
            }

            if (place < 0) place = Put(seed, start);
            else _depths[place] = Math.Min(_depths[place], start);
            if (intoRoot is { } into) Steps.Add(into ? new(seed, root, -1, -1, Basis.Inputs) : new(root, seed, -1, -1, Basis.Inputs));
            if ((_walked[place] & _direction) != 0) continue;
            _walked[place] |= _direction;
            _frontier.Add(seed);
        }

        for (_distance = start + 1; _distance <= depth && _frontier.Count > 0; _distance++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (nodes, before) = (Nodes.Count, Steps.Count);
            _next.Clear();
            foreach (var node in _frontier) steps.Take(node, upstream, this);
            if (Nodes.Count > limit) Cut(Math.Max(nodes, limit), nodes, before, upstream);
            (_frontier, _next) = (_next, _frontier);
        }
    }

    /// <summary>Takes note of an edge between a node on the route and its neighbour.</summary>
    public void Add(int near, int far, Basis basis, int via, int way = -1)
    {
        if (near == far) return;
        var place = Place(far);
        if (place < 0) place = Put(far, _distance);
        else if (_distance < _depths[place]) _depths[place] = _distance;
        if ((_walked[place] & _direction) == 0)
        {
            _walked[place] |= _direction;
            _next.Add(far);
        }

        Steps.Add(_direction == 1 ? new(far, near, via, way, basis) : new(near, far, via, way, basis));
    }

    private int Put(int node, int depth)
    {
        var place = Nodes.Add(node);
        _depths.Add(depth);
        _walked.Add(0);
        Set(node, place + 1);
        return place;
    }

    private void Set(int node, int value)
    {
        if (node < _places.Length) _places[node] = value;
        else _extraPlaces[node] = value;
    }

    /// <summary>Keeps of the new nodes of a level those for which there is room, and no step to another.</summary>
    private void Cut(int kept, int firstNode, int firstStep, bool upstream)
    {
        int[] fresh = [.. Nodes.Span[firstNode..].ToArray().OrderBy(node => space[node])];
        for (var n = 0; n < fresh.Length; n++)
        {
            Nodes[firstNode + n] = fresh[n];
            Set(fresh[n], firstNode + n < kept ? firstNode + n + 1 : 0);
        }

        Nodes.Cut(kept);
        _depths.Cut(kept);
        _walked.Cut(kept);
        var to = firstStep;
        for (var n = firstStep; n < Steps.Count; n++)
        {
            var step = Steps[n];
            var (near, far) = upstream ? (step.To, step.From) : (step.From, step.To);
            if (Place(far) < 0) Stubs.Add(near);
            else Steps[to++] = step;
        }

        Steps.Cut(to);
        _next.RemoveAll(node => Place(node) < 0);
    }
}

/// <summary>What a walk writes on, used again by later ones: a walk of a hundred thousand nodes would spend its time asking for memory.</summary>
/// <param name="known">Nodes that the facts have numbers for.</param>
internal sealed class Paper(int known)
{
    /// <summary>By node: its place in the route plus one; zeros between walks.</summary>
    public int[] Places { get; private set; } = new int[known];

    public Column<int> Nodes { get; } = new();

    public Column<int> Depths { get; } = new();

    public Column<byte> Walked { get; } = new();

    public Column<Step> Steps { get; } = new();

    public List<int> Frontier { get; } = [];

    public List<int> Next { get; } = [];

    public long Bytes => 4L * (Places.Length + Frontier.Capacity + Next.Capacity) + Nodes.Bytes + Depths.Bytes + Walked.Bytes + Steps.Bytes;

    /// <summary>Makes room for that many nodes and wipes off what the last walk wrote.</summary>
    public Paper Clean(int nodes)
    {
        foreach (var node in Nodes.Span)
            if (node < Places.Length) Places[node] = 0;
        if (Places.Length < nodes) Places = new int[nodes + (nodes >> 3)];
        Nodes.Cut(0);
        Depths.Cut(0);
        Walked.Cut(0);
        Steps.Cut(0);
        return this;
    }
}
