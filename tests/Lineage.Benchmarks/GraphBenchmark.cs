using System.Diagnostics;
using Lineage.Server.Features.Graph.Engine;
using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Benchmarks;

/// <summary>What a walk costs in the engine, beside a bare loop over plain arrays of the same graph.</summary>
internal static class GraphBenchmark
{
    public const int Whole = 20_000;
    private static readonly int[] s_depths = [5, 20, Whole];

    public static async Task Run(Table table)
    {
        // Once for nothing: the first walks of a process pay for its compiler.
        Datasets(new(), "layered", 10_000);
        foreach (var size in new[] { 10_000, 100_000, 1_000_000 })
            foreach (var shape in new[] { "layered", "chain", "star" })
                Datasets(table, shape, size);
        Fields(table);
        await GraphAnswers.Run(table);
    }

    private static void Datasets(Table table, string shape, int size)
    {
        var inputs = GraphShapes.Make(shape, size);
        var facts = GraphShapes.Facts(inputs, 0);
        var edges = inputs.SelectMany((from, to) => from.Select(f => (From: f, To: to))).ToList();
        foreach (var upstream in shape == "star" ? new[] { false } : [true, false])
        {
            int[] roots = [.. Enumerable.Range(0, 9).Select(n => shape == "star" ? 0 : upstream ? size - 1 - n * (size / 200) : n * (size / 200))];
            Walks(table, $"{shape} of {size:N0} datasets, {(upstream ? "upstream" : "downstream")}", facts, new(size, edges, upstream), upstream, roots, root => new("dataset", facts.Datasets[root]));
        }

        table.Add($"{shape} of {size:N0} datasets: bytes an edge, facts / with what the walks left", $"{Table.Number((double)facts.Bytes / facts.Edges)} / {Table.Number((double)(facts.Bytes + facts.Rows.Bytes) / facts.Edges)}", "under 100");
    }

    private static void Fields(Table table)
    {
        var facts = GraphShapes.Facts(GraphShapes.Make("layered", 50_000), 7);
        var edges = facts.Derivations.Span.ToArray().Select(d => (d.Source, d.Target)).ToList();
        foreach (var upstream in new[] { true, false })
        {
            int[] roots = [.. Enumerable.Range(0, 9).Select(n => facts.Fields.Find(upstream ? 49_999 - n * 250 : n * 250, "column_3"))];
            Walks(table, $"{edges.Count:N0} edges of fields, {(upstream ? "upstream" : "downstream")}", facts, new(facts.Fields.Count, edges, upstream), upstream, roots, root => new("field", facts.Datasets[facts.Fields.Dataset(root)], facts.Fields.Name(root)));
        }

        table.Add($"{edges.Count:N0} edges of fields: bytes an edge of any kind, facts / with what the walks left", $"{Table.Number((double)facts.Bytes / facts.Edges)} / {Table.Number((double)(facts.Bytes + facts.Rows.Bytes) / facts.Edges)}", "under 100");
    }

    private static void Walks(Table table, string what, FactStore facts, BareGraph bare, bool upstream, int[] roots, Func<int, Node> node)
    {
        var direction = upstream ? "upstream" : "downstream";
        var paper = new Paper();
        List<double> loops = [], engine = [], asOf = [];
        var (whole, first, before) = (0.0, 0.0, 0.0);
        List<int> nodes = [];
        foreach (var depth in s_depths)
        {
            List<double[]> times = [];
            List<int> reached = [];
            foreach (var root in roots)
            {
                Question Asked(long sequence, long validAt) => new(sequence, validAt, node(root), direction, node(root).Kind, true, depth, 10_000_000, []);
                var (last, then, earlier) = (Asked(long.MaxValue, facts.LastValid), Asked(long.MaxValue, facts.LastValid - 1), Asked(facts.LastSequence - 1, facts.LastValid));
                var cold = 0.0;
                if (depth == Whole && root == roots[^1])
                {
                    facts.Rows.Shrink(0);
                    cold = Time(() => Walk(facts, last, paper), once: true);
                }

                reached.Add(Walk(facts, last, paper));
                if (bare.Walk(root, depth) != reached[^1]) throw new InvalidOperationException($"The loop found {bare.Walk(root, depth)} nodes, the engine {reached[^1]}.");
                var (loop, now, described) = (Time(() => bare.Walk(root, depth)), Time(() => Walk(facts, last, paper)), Time(() => Describe(facts, last, paper)));
                Walk(facts, then, paper);
                times.Add([loop, now, Time(() => Walk(facts, then, paper)), described, cold, root == roots[^1] ? Time(() => Walk(facts, earlier, paper), once: true) : 0]);
                facts.LimitRows();
            }

            double Median(int column) => Table.Median(times.Select(t => t[column]));
            loops.Add(Median(0));
            engine.Add(Table.Median(times.Select(t => t[1] / t[0])));
            asOf.Add(Table.Median(times.Select(t => t[2] / t[1])));
            (whole, first, before) = (Median(3), times[^1][4], times[^1][5]);
            nodes.Add((int)Table.Median(reached.Select(n => (double)n)));
        }

        table.Add($"{what}, depth 5 / 20 / whole ({string.Join(" / ", nodes.Select(n => n.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)))} nodes): engine as a ratio of the bare loop", Row(engine), "at most 3");
        table.Add($"{what}: as-of as a ratio of current", Row(asOf), "at most 3");
        table.Add($"{what}: us of the bare loop", Row(loops));
        table.Add($"{what}: us of the whole with edges and ids / when first asked / at an earlier mark of the record", Row([whole, first, before]));
    }

    private static string Row(IEnumerable<double> figures) => string.Join(" / ", figures.Select(Table.Number));

    private static int Walk(FactStore facts, Question question, Paper paper) => new Explorer(facts, question).Walk(paper, CancellationToken.None)!.Nodes.Length;

    private static int Describe(FactStore facts, Question question, Paper paper)
    {
        var explorer = new Explorer(facts, question);
        return explorer.Describe(explorer.Walk(paper, CancellationToken.None)!).Edges.Count;
    }

    /// <summary>Microseconds a time; many times when once is too short to measure, and the best of some, since other processes disturb.</summary>
    private static double Time(Func<int> work, bool once = false)
    {
        var best = double.MaxValue;
        for (var (times, good) = (1, 0); good < 5;)
        {
            var started = Stopwatch.GetTimestamp();
            for (var n = 0; n < times; n++) work();
            var spent = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            if (once) return spent;
            if (spent < 200)
            {
                times *= 4;
                continue;
            }

            best = Math.Min(best, spent / times);
            good++;
        }

        return best;
    }
}

/// <summary>A graph in plain arrays and a loop that does nothing but reach its nodes.</summary>
internal sealed class BareGraph
{
    private readonly int[] _starts;
    private readonly int[] _links;
    private readonly int[] _marks;
    private readonly int[] _queue;

    public BareGraph(int nodes, List<(int From, int To)> edges, bool upstream)
    {
        (_starts, _links, _marks, _queue) = (new int[nodes + 1], new int[edges.Count], new int[nodes], new int[nodes]);
        foreach (var (from, to) in edges) _starts[(upstream ? to : from) + 1]++;
        for (var n = 0; n < nodes; n++) _starts[n + 1] += _starts[n];
        var next = _starts.ToArray();
        foreach (var (from, to) in edges) _links[next[upstream ? to : from]++] = upstream ? from : to;
    }

    public int Walk(int root, int depth)
    {
        var (starts, links, marks, queue, count) = (_starts, _links, _marks, _queue, 1);
        queue[0] = root;
        marks[root] = 1;
        for (var (at, distance) = (0, 0); at < count && distance < depth; distance++)
            for (var end = count; at < end; at++)
                for (var link = starts[queue[at]]; link < starts[queue[at] + 1]; link++)
                {
                    if (marks[links[link]] != 0) continue;
                    marks[links[link]] = 1;
                    queue[count++] = links[link];
                }

        for (var n = 0; n < count; n++) marks[queue[n]] = 0;
        return count;
    }
}
