using System.Diagnostics;
using System.Globalization;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Engine;
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

    private static async Task<double> Seconds(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
