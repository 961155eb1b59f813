using System.Collections.Concurrent;
using System.Diagnostics;
using Lineage.Server.Infrastructure.Store;
using Marten.Events.Daemon.Coordination;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace Lineage.Benchmarks;

/// <summary>
/// What keeping events costs over HTTP, with receipts, sealing and fsync on, beside what the database can do at most: binary COPY of the
/// same rows into tables like the record's, and single inserts one after another. Loaded in turn within one run.
/// </summary>
internal static class IngestBenchmark
{
    private const int Rounds = 4;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(6);

    public static async Task Run(Table table)
    {
        await using var server = await BenchServer.Start();
        var daemon = server.Services.GetRequiredService<IProjectionCoordinator<IDaemonStore>>();
        await Posts(server, 4, 100, Round);
        await Caught(server);
        var rows = await RowCopy.Take(server, 20_000);
        var (copy, inserts, batches, unprojected, singles) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var waits = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            copy.Add(await rows.Copy());
            inserts.Add(await rows.Insert(TimeSpan.FromSeconds(3)));
            batches.Add(await Load(table, server, "batches of 100, 4 connections", 4, 100, null));
            await Caught(server);
            singles.Add(await Load(table, server, "single posts, 64 connections", 64, 1, waits));
            await Caught(server);
            await daemon.PauseAsync();
            unprojected.Add(await Load(table, server, "batches of 100, 4 connections, projections off", 4, 100, null));
            await daemon.ResumeAsync();
            await Caught(server);
        }

        var (raw, single) = (Table.Median(copy), Table.Median(inserts));
        table.Add("raw binary COPY of the same rows, with foreign key: events/s", Table.Number(raw));
        table.Add("single-row inserts, one connection, plain Npgsql: events/s", Table.Number(single));
        table.Add("batches of 100, 4 connections: events/s", Table.Number(Table.Median(batches)));
        table.Add("the same as a ratio of raw COPY", Table.Number(Table.Median(batches) / raw), "at least 0.35");
        table.Add("the same with projections off: ratio of raw COPY", Table.Number(Table.Median(unprojected) / raw), "at least 0.5");
        table.Add("single posts, 64 connections: events/s", Table.Number(Table.Median(singles)));
        table.Add("the same as a ratio of single-row inserts", Table.Number(Table.Median(singles) / single), "at least 1.5");
        table.Add("the same: 99th percentile, ms", Table.Number(waits.Order().ElementAt((int)(waits.Count * 0.99))), "under 50");
    }

    private static async Task<double> Load(Table table, BenchServer server, string what, int connections, int batch, List<double>? waits)
    {
        var before = Processor.Now(server);
        var (count, seconds) = await Posts(server, connections, batch, Round, waits);
        table.Add($"{what}: processor us an event, here + doors' sessions + projections' and sealer's + other", Processor.Now(server).Since(before, count));
        Console.WriteLine($"    {count / seconds:N0}/s");
        return count / seconds;
    }

    /// <summary>Posts as fast as the server answers.</summary>
    public static async Task<(long Count, double Seconds)> Posts(BenchServer server, int connections, int batch, TimeSpan time, List<double>? waits = null)
    {
        var (count, all, started) = (0L, new ConcurrentBag<List<double>>(), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var http = new RawHttp(server.Url, server.Token("emitter"), batch == 1 ? "/api/v1/lineage" : "/api/v1/lineage/batch", batch == 1 ? "application/json" : "application/x-ndjson");
            var own = new List<double>();
            while (started.Elapsed < time)
            {
                var body = batch == 1 ? SampleEvents.Next() : SampleEvents.Lines(batch);
                var asked = Stopwatch.GetTimestamp();
                await http.Post(body, batch == 1 ? 201 : 200);
                own.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                Interlocked.Add(ref count, batch);
            }

            all.Add(own);
        })));
        waits?.AddRange(all.SelectMany(own => own));
        return (count, started.Elapsed.TotalSeconds);
    }

    /// <summary>Seconds until everything that is recorded is projected.</summary>
    public static async Task<double> Caught(BenchServer server)
    {
        var progress = server.Services.GetRequiredService<ProjectionProgress>();
        var started = Stopwatch.StartNew();
        while (await progress.Now(CancellationToken.None) is var now && now.Projected < now.Recorded) await Task.Delay(10);
        return started.Elapsed.TotalSeconds;
    }
}
