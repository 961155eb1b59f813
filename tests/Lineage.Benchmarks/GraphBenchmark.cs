using System.Diagnostics;
using System.Globalization;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Engine;
using Lineage.Server.Features.Graph.Walking;
using Lineage.Server.Infrastructure.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lineage.Benchmarks;

/// <summary>What a lineage answer costs: the engine beside a bare loop over the same arrays, and whole answers over HTTP.</summary>
internal static class GraphBenchmark
{
    private const string Tenant = "default";

    public static async Task Run(Table table)
    {
        foreach (var size in new[] { 10_000, 100_000 })
            foreach (var shape in new[] { "chain", "star", "layered" })
                Walks(table, shape, GraphShapes.Facts(GraphShapes.Make(shape, size), 0), size);
        Fields(table);
        await Served(table);
    }

    private static void Walks(Table table, string shape, FactStore facts, int size)
    {
        table.Add($"{shape} of {size:N0}: bytes an edge (a dataset read or written by a job)", Table.Number((double)facts.Bytes / facts.Edges), "under 100");
        var upstream = shape == "layered";
        int[] roots = [.. Enumerable.Range(0, 9).Select(n => upstream ? size - 1 - n * (size / 200) : shape == "chain" ? n : 0)];
        foreach (var depth in new[] { 5, 20, 20_000 })
        {
            var (bare, engine, asOf, described, nodes) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
            var (marks, queue, paper) = (new int[facts.Datasets.Count], new int[facts.Datasets.Count], new Paper(facts.Datasets.Count));
            for (var round = 0; round < 5; round++)
                foreach (var root in roots)
                {
                    var bareTime = Time(() => Bare(facts, root, upstream, depth, marks, queue), out var reached);
                    var engineTime = Time(() => Walk(facts, new SeesAll(), facts.Judged, root, upstream, depth, paper, false), out var found);
                    var asOfTime = Time(() => Walk(facts, new SeesUntil(facts, size, 2), new WalkJudgements(), root, upstream, depth, paper, false), out _);
                    var describedTime = Time(() => Walk(facts, new SeesAll(), facts.Judged, root, upstream, depth, paper, true), out _);
                    if (reached != found) throw new InvalidOperationException($"The loop found {reached} nodes, the engine {found}.");
                    if (round == 0) continue;
                    bare.Add(bareTime);
                    engine.Add(engineTime);
                    asOf.Add(asOfTime);
                    described.Add(describedTime);
                    nodes.Add(reached);
                }

            var what = $"{shape} of {size:N0}, {(depth == 20_000 ? "whole" : $"depth {depth}")} ({Table.Median(nodes):N0} nodes)";
            table.Add($"{what}: bare loop, us", Table.Number(Table.Median(bare)));
            table.Add($"{what}: engine, us", Table.Number(Table.Median(engine)));
            table.Add($"{what}: engine as a ratio of the bare loop", Table.Number(Table.Median(engine) / Table.Median(bare)), "at most 3");
            table.Add($"{what}: as-of as a ratio of current", Table.Number(Table.Median(asOf) / Table.Median(engine)), "at most 3");
            table.Add($"{what}: engine with ids put to the nodes, us", Table.Number(Table.Median(described)));
        }
    }

    private static void Fields(Table table)
    {
        var facts = GraphShapes.Facts(GraphShapes.Make("layered", 50_000), 7);
        table.Add($"fields ({facts.Derivations.Count:N0} edges): bytes an edge of any kind", Table.Number((double)facts.Bytes / facts.Edges), "under 100");
        foreach (var depth in new[] { 5, 20_000 })
        {
            var (times, found) = (new List<double>(), 0);
            var paper = new Paper(facts.Fields.Count);
            for (var round = 0; round < 20; round++)
            {
                var root = new Node("field", facts.Datasets[50_000 - 1 - round], "column_3");
                var question = new Question(100_000, 2, root, "upstream", "field", true, depth, 1_000_000, []);
                times.Add(Time(() => Explore(facts, new SeesAll(), facts.Judged, question, paper, false), out found));
            }

            table.Add($"fields, upstream, {(depth == 5 ? "depth 5" : "whole")} ({found:N0} nodes): engine, us", Table.Number(Table.Median(times)));
        }
    }

    private static async Task Served(Table table)
    {
        await using var server = await BenchServer.Start("--Lineage:Log:Sealing=false");
        var inputs = GraphShapes.Make("layered", 350_000);
        var last = await Fill(server, inputs);
        var (loads, processor) = (new List<double>(), Environment.CpuUsage.TotalTime);
        for (var n = 0; n < 3; n++)
        {
            using var graph = new TenantGraph(Tenant, 0);
            loads.Add(await Seconds(() => graph.Reach(last, new(server.Services.GetRequiredService<TenantDatabase>()), long.MaxValue, CancellationToken.None)));
            if (n == 2) table.Add($"{graph.Edges:N0} uses of datasets, {inputs.Sum(i => i.Length):N0} edges from dataset to dataset, loaded: MiB", Table.Number(graph.Bytes / 1048576.0));
        }

        table.Add("load of that graph: processor time of the server, seconds", Table.Number((Environment.CpuUsage.TotalTime - processor).TotalSeconds / loads.Count));
        table.Add("load of that graph from the tables, seconds (median of 3)", Table.Number(Table.Median(loads)), "under 2");
        using var client = server.Client("reader");
        foreach (var (limit, target) in new[] { (300, "under 10"), (20_000, "under 150") })
        {
            var (times, rounds, bytes) = (new List<double>(), limit == 300 ? 400 : 40, 0);
            var spent = TimeSpan.Zero;
            for (var round = 0; round < rounds; round++)
            {
                var root = new DatasetNode(GraphShapes.Dataset(0).Namespace, GraphShapes.Dataset(inputs.Length - 1 - round % 4).Name);
                var path = new Uri($"/api/v1/lineage?nodeId={Uri.EscapeDataString(root.ToString())}&direction=upstream&limit={limit.ToString(CultureInfo.InvariantCulture)}", UriKind.Relative);
                var time = await Seconds(async () => bytes = (await client.GetByteArrayAsync(path)).Length);
                if (round == rounds / 4 - 1) spent = Environment.CpuUsage.TotalTime;
                if (round >= rounds / 4) times.Add(time * 1000);
            }

            table.Add($"HTTP answer of {limit:N0} nodes ({bytes:N0} bytes): median, ms", Table.Number(Table.Median(times)));
            table.Add($"HTTP answer of {limit:N0} nodes: processor time of server and client together, ms", Table.Number((Environment.CpuUsage.TotalTime - spent).TotalMilliseconds / times.Count));
            table.Add($"HTTP answer of {limit:N0} nodes: 99th percentile, ms", Table.Number(times.Order().ElementAt((int)(times.Count * 0.99))), target);
        }
    }

    /// <summary>Fills the read models as the projection does, without events.</summary>
    private static async Task<long> Fill(BenchServer server, int[][] inputs)
    {
        await using var connection = await server.Superuser();
        foreach (var page in GraphShapes.Observations(inputs).Chunk(10_000))
        {
            Observed[] observed = [.. page.Select(o => new Observed(Tenant, o.Number + 1, GraphShapes.Id("event", o.Number), GraphShapes.Id("event", o.Number), DateTimeOffset.UnixEpoch, "bench", [], o.Said))];
            foreach (var model in server.Services.GetServices<IReadModel>()) await model.Write(observed, connection, CancellationToken.None);
        }

        await using var command = new NpgsqlCommand(
            $"""
            insert into {StoreSchema.Record}.mt_event_progression (name, last_seq_id) values ('{StoreSchema.Shard}', $1)
            on conflict (name) do update set last_seq_id = excluded.last_seq_id
            """,
            connection)
        { Parameters = { Parameter.Of((long)inputs.Length) } };
        await command.ExecuteNonQueryAsync();
        await using var vacuum = new NpgsqlCommand("vacuum (analyze)", connection);
        await vacuum.ExecuteNonQueryAsync();
        return inputs.Length;
    }

    /// <summary>Breadth first over the engine's own arrays and nothing else.</summary>
    private static int Bare(FactStore facts, int root, bool upstream, int depth, int[] marks, int[] queue)
    {
        var (groups, others) = upstream ? (facts.Writers, facts.Inputs) : (facts.Readers, facts.Outputs);
        var count = 1;
        queue[0] = root;
        marks[root] = 1;
        for (var (at, distance) = (0, 0); at < count && distance < depth; distance++)
            for (var end = count; at < end; at++)
                foreach (var group in groups.Of(queue[at]))
                    foreach (var other in others.Of(group.To))
                    {
                        if (marks[other.To] != 0) continue;
                        marks[other.To] = 1;
                        queue[count++] = other.To;
                    }

        for (var n = 0; n < count; n++) marks[queue[n]] = 0;
        return count;
    }

    private static int Walk<TSight>(FactStore facts, TSight sight, IJudgements judged, int root, bool upstream, int depth, Paper paper, bool describe)
        where TSight : struct, ISight =>
        Explore(facts, sight, judged, new(long.MaxValue, long.MaxValue, new("dataset", facts.Datasets[root]), upstream ? "upstream" : "downstream", "dataset", true, depth, 1_000_000, []), paper, describe);

    private static int Explore<TSight>(FactStore facts, TSight sight, IJudgements judged, Question question, Paper paper, bool describe)
        where TSight : struct, ISight
    {
        var explorer = new Explorer<TSight>(facts, sight, judged, question);
        var route = explorer.Walk(paper, CancellationToken.None)!;
        return describe ? explorer.Describe(route).Nodes.Length : route.Nodes.Count;
    }

    /// <summary>Microseconds.</summary>
    private static double Time<T>(Func<T> work, out T result)
    {
        var started = Stopwatch.GetTimestamp();
        result = work();
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds;
    }

    private static async Task<double> Seconds(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
