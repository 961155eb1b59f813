namespace Lineage.Server.Features.Graph.Engine;

/// <summary>
/// Breadth first over numbers, with the rules of <see cref="Walking.Walk"/>: whole levels, and when the limit cuts one, the nodes that come
/// first in the order of nodes. Only nodes are noted on the way; the edges among them are the lines of those that were left.
/// </summary>
internal sealed class Route(NodeSpace space, ILines lines, int limit, Paper paper)
{
    private const int Upstream = 1 << 30;
    private const int Downstream = 1 << 31;
    private const int PlaceBits = Upstream - 1;
    private int _count;

    public ReadOnlySpan<int> Nodes => paper.Nodes.AsSpan(0, _count);

    public ReadOnlySpan<int> Depths => paper.Depths.AsSpan(0, _count);

    /// <summary>Nodes with neighbours that the limit left out.</summary>
    public HashSet<int>? Stubs { get; private set; }

    /// <summary>Edges between the root and what stands for it.</summary>
    public List<(int From, int To)>? First { get; private set; }

    /// <summary>How many nodes were left upwards and downwards; they are the first of their queues.</summary>
    public (int Up, int Down) Left { get; private set; }

    /// <summary>-1 when the node is not on the route.</summary>
    public int Place(int node) => node < paper.Places.Length ? (paper.Places[node] & PlaceBits) - 1 : -1;

    /// <param name="seeds">Where to go on from: the root itself, or what stands for it.</param>
    /// <param name="intoRoot">Whether edges lead from the seeds to the root or the other way; null when there are none.</param>
    public void Go(int root, IReadOnlyCollection<int> seeds, bool? intoRoot, bool upstream, int depth, CancellationToken cancellationToken)
    {
        paper.Room(space.Count, _count + 1 + seeds.Count, upstream, seeds.Count);
        var (bit, start, queue, tail) = (upstream ? Upstream : Downstream, intoRoot is not null && seeds.Count > 0 ? 1 : 0, paper.Queue(upstream), 0);
        Reach(root, 0);
        foreach (var seed in Ordered(seeds))
        {
            if (Place(seed) < 0 && _count >= limit)
            {
                (Stubs ??= []).Add(root);
                continue;
            }

            Reach(seed, start);
            if (intoRoot is { } into) (First ??= []).Add((into ? seed : root, into ? root : seed));
            if ((paper.Places[seed] & bit) != 0) continue;
            paper.Places[seed] |= bit;
            queue[tail++] = seed;
        }

        var left = Levels(tail, start + 1, depth, upstream, bit, cancellationToken);
        Left = upstream ? (left, Left.Down) : (Left.Up, left);
    }

    /// <summary>The edges that were found, by the places of their ends; some perhaps twice.</summary>
    public void Edges(List<FoundEdge> into)
    {
        foreach (var (from, to) in First ?? []) into.Add(new(Place(from), Place(to), -1, Line.MarkOf(Interpretation.Basis.Inputs)));
        foreach (var (upstream, left) in new[] { (true, Left.Up), (false, Left.Down) })
            foreach (var near in paper.Queue(upstream).AsSpan(0, left))
            {
                var place = Place(near);
                foreach (ref readonly var line in lines.Of(near, upstream))
                    if (Place(space.Number(line.To)) is var far && far >= 0 && far != place) into.Add(upstream ? new(far, place, line.Via, line.Mark) : new(place, far, line.Via, line.Mark));
            }
    }

    private IEnumerable<int> Ordered(IReadOnlyCollection<int> seeds) => seeds.Count == 1 ? seeds : seeds.OrderBy(seed => space[seed]);

    /// <returns>How many of the queue were left.</returns>
    private int Levels(int tail, int distance, int depth, bool upstream, int bit, CancellationToken cancellationToken)
    {
        var (at, count, wholes, kept) = (0, _count, space.Wholes, lines.Kept(upstream));
        var (places, nodes, depths, queue) = (paper.Places, paper.Nodes, paper.Depths, paper.Queue(upstream));
        for (; distance <= depth && at < tail; distance++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (before, first, end) = (count, at, tail);
            for (; at < end; at++)
            {
                var near = queue[at];
                ReadOnlySpan<Line> row = kept is not null && (uint)near < (uint)kept.Length ? kept[near] ?? lines.Of(near, upstream) : lines.Of(near, upstream);
                if (count + row.Length > nodes.Length || tail + row.Length > queue.Length || space.Count > places.Length)
                {
                    paper.Room(space.Count, count + row.Length, upstream, tail + row.Length);
                    (places, nodes, depths, queue) = (paper.Places, paper.Nodes, paper.Depths, paper.Queue(upstream));
                }

                foreach (ref readonly var line in row)
                {
                    var far = line.To >= 0 ? line.To : wholes + ~line.To;
                    ref var place = ref places[far];
                    if ((place & bit) != 0) continue;
                    queue[tail++] = far;
                    if (place == 0)
                    {
                        (nodes[count], depths[count]) = (far, distance);
                        place = ++count | bit;
                        continue;
                    }

                    ref var known = ref depths[(place & PlaceBits) - 1];
                    known = Math.Min(known, distance);
                    place |= bit;
                }
            }

            if (count <= limit) continue;
            paper.Written(count);
            _count = count;
            tail = Cut(Math.Max(before, limit), before, first, end, tail, upstream);
            count = _count;
        }

        _count = count;
        paper.Written(count);
        return at;
    }

    private void Reach(int node, int depth)
    {
        ref var place = ref paper.Places[node];
        if (place != 0)
        {
            ref var known = ref paper.Depths[(place & PlaceBits) - 1];
            known = Math.Min(known, depth);
            return;
        }

        (paper.Nodes[_count], paper.Depths[_count]) = (node, depth);
        place = ++_count;
        paper.Written(_count);
    }

    /// <summary>Keeps of the new nodes of a level those for which there is room.</summary>
    /// <returns>The end of the queue.</returns>
    private int Cut(int kept, int firstNew, int first, int end, int tail, bool upstream)
    {
        space.Sort(paper.Nodes.AsSpan(firstNew, _count - firstNew));
        for (var n = firstNew; n < _count; n++)
        {
            ref var place = ref paper.Places[paper.Nodes[n]];
            place = n < kept ? (place & ~PlaceBits) | (n + 1) : 0;
        }

        _count = kept;
        var queue = paper.Queue(upstream);
        for (var at = first; at < end; at++)
            foreach (ref readonly var line in lines.Of(queue[at], upstream))
                if (Place(space.Number(line.To)) < 0)
                {
                    (Stubs ??= []).Add(queue[at]);
                    break;
                }

        var to = end;
        for (var at = end; at < tail; at++)
            if (Place(queue[at]) >= 0) queue[to++] = queue[at];
        return to;
    }
}

/// <summary>What a walk writes on, used again by later ones: a walk of a hundred thousand nodes would spend its time asking for memory.</summary>
internal sealed class Paper
{
    private int[] _up = new int[16];
    private int[] _down = new int[16];
    private int _used;

    /// <summary>By node: its place in the route plus one, and in which directions it is queued; zeros between walks.</summary>
    public int[] Places { get; private set; } = [];

    public int[] Nodes { get; private set; } = new int[16];

    public int[] Depths { get; private set; } = new int[16];

    public long Bytes => 4L * (Places.Length + Nodes.Length + Depths.Length + _up.Length + _down.Length);

    /// <summary>Nodes in the order in which they are left.</summary>
    public int[] Queue(bool upstream) => upstream ? _up : _down;

    /// <summary>Makes room for nodes with numbers below the first, that many on the route, and that many in a queue.</summary>
    public void Room(int numbers, int nodes, bool upstream, int queued)
    {
        if (Places.Length < numbers) Places = Grown(Places, numbers);
        if (Nodes.Length < nodes) (Nodes, Depths) = (Grown(Nodes, nodes), Grown(Depths, nodes));
        if ((upstream ? _up : _down).Length < queued) Grow(ref upstream ? ref _up : ref _down, queued);
    }

    /// <summary>Takes note of how many nodes there were at most.</summary>
    public void Written(int nodes) => _used = Math.Max(_used, nodes);

    /// <summary>Wipes off what the last walk wrote.</summary>
    public void Clean()
    {
        foreach (var node in Nodes.AsSpan(0, _used)) Places[node] = 0;
        _used = 0;
    }

    private static void Grow(ref int[] array, int length) => array = Grown(array, length);

    private static int[] Grown(int[] array, int length)
    {
        Array.Resize(ref array, length + (length >> 1));
        return array;
    }
}
