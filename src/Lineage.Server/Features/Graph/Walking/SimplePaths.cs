using Lineage.Contracts;

namespace Lineage.Server.Features.Graph.Walking;

/// <summary>Paths that meet no node twice, shortest first, then by name; bounded, since their number can grow without bound.</summary>
internal static class SimplePaths
{
    private const int MostSteps = 200_000;

    /// <summary>The paths, and whether there are (or may be) more than the limit.</summary>
    public static (IReadOnlyList<IReadOnlyList<string>> Paths, bool LeftOut) Between(IReadOnlyList<LineageEdge> edges, string from, string to, int limit)
    {
        var next = edges.ToLookup(e => e.From, e => e.To, StringComparer.Ordinal);
        var towards = Reaching(edges, to);
        List<IReadOnlyList<string>> paths = [];
        if (from == to || !towards.Contains(from)) return (paths, false);
        var queue = new Queue<string[]>([[from]]);
        for (var steps = 0; queue.TryDequeue(out var path); steps++)
        {
            if (paths.Count == limit || steps > MostSteps) return (paths, true);
            if (path[^1] == to)
            {
                paths.Add(path);
                continue;
            }

            foreach (var node in next[path[^1]].Where(n => towards.Contains(n) && !path.Contains(n)).Order(StringComparer.Ordinal))
                if (queue.Count < MostSteps) queue.Enqueue([.. path, node]);
        }

        return (paths, false);
    }

    private static HashSet<string> Reaching(IReadOnlyList<LineageEdge> edges, string to)
    {
        var before = edges.ToLookup(e => e.To, e => e.From, StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal) { to };
        var open = new Stack<string>([to]);
        while (open.TryPop(out var node))
            foreach (var other in before[node])
                if (reached.Add(other)) open.Push(other);
        return reached;
    }
}
