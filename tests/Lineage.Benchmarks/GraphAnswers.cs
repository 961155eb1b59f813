using System.Diagnostics;
using System.Globalization;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Engine;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Graph.Walking;
using Lineage.Server.Infrastructure.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lineage.Benchmarks;

/// <summary>What whole answers cost, with loading, names and JSON.</summary>
internal static class GraphAnswers
{
    private const string Tenant = "default";

    public static async Task Run(Table table)
    {
        await using var server = await BenchServer.Start("--Lineage:Log:Sealing=false");
        const int size = 350_000;
        var last = await Fill(server, Tenant, GraphShapes.Observations(GraphShapes.Make("layered", size)), 0);
        await Hub(table, server, last);
        await Loads(table, server, last);
        foreach (var (limit, target) in new[] { (300, "under 10"), (20_000, "under 150") }) await Http(table, server, size, limit, target);
        await GraphQueries.Run(table, server);
    }

    private static async Task Loads(Table table, BenchServer server, long last)
    {
        var services = server.Services;
        var (progress, database, folder) = (services.GetRequiredService<ProjectionProgress>(), services.GetRequiredService<TenantDatabase>(), services.GetRequiredService<SnapshotFolder>());
        await progress.Now(CancellationToken.None);
        var source = new GraphSource(new(database), folder, progress);
        foreach (var from in new[] { "the tables", "a snapshot" })
        {
            List<double> loads = [];
            var processor = Environment.CpuUsage.TotalTime;
            for (var n = 0; n < 3; n++)
            {
                using var graph = new TenantGraph(Tenant, progress.Generation);
                loads.Add(await Seconds(() => graph.Reach(last, source, long.MaxValue, CancellationToken.None)));
                if (n < 2) continue;
                table.Add(
                    $"load of {graph.Edges:N0} uses of datasets ({Table.Number(graph.Bytes / 1048576.0)} MiB) from {from}: seconds, median of 3 / processor time of the server",
                    $"{Table.Number(Table.Median(loads))} / {Table.Number((Environment.CpuUsage.TotalTime - processor).TotalSeconds / 3)}", "under 2");
                if (from == "the tables") table.Add("writing the snapshot: seconds", Table.Number(await Seconds(() => graph.Save(folder, CancellationToken.None))));
            }
        }
    }

    private static async Task Http(Table table, BenchServer server, int size, int limit, string target)
    {
        using var client = server.Client("reader");
        var (times, rounds, bytes, buffer) = (new List<double>(), limit == 300 ? 4000 : 80, 0L, new byte[1 << 16]);
        var spent = TimeSpan.Zero;

        // The first half is for the compiler, which does its best only with what is called often.
        for (var round = 0; round < rounds; round++)
        {
            var path = new Uri($"/api/v1/lineage?nodeId={Node(GraphShapes.Dataset(size - 1 - round % 4))}&direction=upstream&limit={limit.ToString(CultureInfo.InvariantCulture)}", UriKind.Relative);
            if (round == rounds / 2) spent = Environment.CpuUsage.TotalTime;
            var time = await Seconds(async () => bytes = await Read(client, path, buffer));
            if (round >= rounds / 2) times.Add(time * 1000);
        }

        table.Add($"HTTP answer of {limit:N0} nodes ({bytes:N0} bytes): ms, median / processor time of server and client", $"{Table.Number(Table.Median(times))} / {Table.Number((Environment.CpuUsage.TotalTime - spent).TotalMilliseconds / times.Count)}");
        table.Add($"HTTP answer of {limit:N0} nodes: 99th percentile, ms", Table.Number(times.Order().ElementAt((int)(times.Count * 0.99))), target);
    }

    /// <summary>A dataset that ten thousand jobs read in a run each, of two events.</summary>
    private static async Task Hub(Table table, BenchServer server, long after)
    {
        const int jobs = 10_000;
        await Fill(server, "hub", GraphShapes.Runs(jobs), after);
        using var scope = server.Services.CreateScope();
        var services = scope.ServiceProvider;
        var window = await services.GetRequiredService<WindowResolver>().Resolve("hub", null, null, CancellationToken.None);
        var (name, settings) = (GraphShapes.Dataset(0), new GraphSettings(false, 64));
        var database = services.GetRequiredService<TenantDatabase>();
        var reference = new LineageWalker(
            services.GetRequiredService<GraphReader>(), services.GetRequiredService<RunReader>(), database,
            new(database, services.GetRequiredService<ProjectionProgress>(), settings, services.GetRequiredService<SnapshotFolder>()));
        async Task<double> Ask(LineageWalker walker)
        {
            var nodes = 0;
            var time = await Seconds(async () => nodes = (await walker.Walk(window, new DatasetNode(name.Namespace, name.Name), "downstream", 1, null, "current", 20_000, CancellationToken.None)).Nodes.Count);
            return nodes == jobs + 1 ? time * 1000 : throw new InvalidOperationException($"{nodes} nodes.");
        }

        var walker = services.GetRequiredService<LineageWalker>();
        table.Add(
            "current view of a dataset that 10,000 jobs read: ms, engine with loading / again / by SQL",
            $"{Table.Number(await Ask(walker))} / {Table.Number(Table.Median([await Ask(walker), await Ask(walker), await Ask(walker)]))} / {Table.Number(await Ask(reference))}");
    }

    private static async Task<long> Read(HttpClient client, Uri path, byte[] buffer)
    {
        using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        var total = 0L;
        for (int read; (read = await body.ReadAsync(buffer)) > 0;) total += read;
        return total;
    }

    private static string Node(DatasetName name) => Uri.EscapeDataString(new DatasetNode(name.Namespace, name.Name).ToString());

    /// <summary>Fills the read models as the projection does, without events.</summary>
    private static async Task<long> Fill(BenchServer server, string tenant, IEnumerable<(int Number, Observation Said)> observations, long after)
    {
        await using var connection = await server.Superuser();
        var last = after;
        foreach (var page in observations.Chunk(10_000))
        {
            Observed[] observed = [.. page.Select(o => new Observed(
                tenant, after + o.Number + 1, GraphShapes.Id("event", o.Number), GraphShapes.Id(o.Said.RunId ?? "event", o.Said.RunId is null ? o.Number : 0), DateTimeOffset.UnixEpoch, "bench", [], o.Said))];
            foreach (var model in server.Services.GetServices<IReadModel>()) await model.Write(observed, connection, CancellationToken.None);
            last = observed[^1].Sequence;
        }

        await using var command = new NpgsqlCommand(
            $"""
            insert into {StoreSchema.Record}.mt_event_progression (name, last_seq_id) values ('{StoreSchema.Shard}', $1)
            on conflict (name) do update set last_seq_id = excluded.last_seq_id
            """,
            connection)
        { Parameters = { Parameter.Of(last) } };
        await command.ExecuteNonQueryAsync();
        await using var vacuum = new NpgsqlCommand("vacuum (analyze)", connection);
        await vacuum.ExecuteNonQueryAsync();
        return last;
    }

    private static async Task<double> Seconds(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
