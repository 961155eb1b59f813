using System.Collections.Concurrent;
using System.Diagnostics;
using Lineage.Server.Infrastructure.Store;
using Marten.Events.Daemon.Coordination;
using Microsoft.Extensions.DependencyInjection;

namespace Lineage.Benchmarks;

/// <summary>
/// What keeping events costs over HTTP, with receipts, sealing and fsync on, beside what the database can do at most: binary COPY of the
/// same rows into tables like the record's, and single inserts one after another. Loaded in turn within one run, then on to a million
/// events, so that growth is seen.
/// </summary>
internal static class IngestBenchmark
{
    private const int Rounds = 4;
    private const int Window = 50_000;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(20);

    /// <param name="most">How many events the record is filled with in the end.</param>
    public static async Task Run(Table table, long most)
    {
        await using var server = await BenchServer.Start();
        var recorded = (await Posts(server, 4, 100, Round)).Count;
        await Caught(server);
        recorded += await Compare(table, server);
        recorded += (await Posts(server, 4, 100, null, Math.Max(100, 100_000 - Window - recorded))).Count;
        await Caught(server);
        var small = await At(table, server, "100,000 events");
        recorded += Window;
        if (most > recorded)
        {
            var (count, seconds) = await Posts(server, 4, 100, null, most - Window - recorded);
            table.Add($"filled without a pause to {(recorded + count) / 1000:N0}k: events/s over {seconds:N0} s", Table.Number(count / seconds));
            table.Add("the same: seconds until all is projected", Table.Number(await Caught(server)), "at most 10");
            var large = await At(table, server, "1,000,000 events");
            table.Add("cost of an event at 1,000,000 as a ratio of that at 100,000", Table.Number(small / large), "at most 1.2");
        }

        await Lag(table, server, small / 2);
        table.Add("memory of the server then, resident, MiB (with the load generator)", Table.Number(Environment.WorkingSet / 1048576.0), "under 1,024");
    }

    private static async Task<long> Compare(Table table, BenchServer server)
    {
        var daemon = server.Services.GetRequiredService<IProjectionCoordinator<IDaemonStore>>();
        var rows = await RowCopy.Take(server, 20_000);
        var (copy, inserts, batches, unprojected, singles, waits) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var (total, before) = (0L, Processor.Now(server));
        for (var round = 0; round < Rounds; round++)
        {
            copy.Add(await rows.Copy());
            inserts.Add(await rows.Insert(TimeSpan.FromSeconds(3)));
            batches.Add(await Load("batches of 100, 4 connections", 4, 100, null));
            singles.Add(await Load("single posts, 64 connections", 64, 1, waits));
            await daemon.PauseAsync();
            unprojected.Add(await Load("batches of 100, projections off", 4, 100, null));
            await daemon.ResumeAsync();
            await Caught(server);
        }

        var (raw, single) = (Table.Median(copy), Table.Median(inserts));
        table.Add("raw binary COPY of the same rows, with foreign key: events/s", Table.Number(raw));
        table.Add("single-row inserts, one connection, plain Npgsql: events/s", Table.Number(single));
        table.Add("batches of 100, 4 connections: events/s", Table.Number(Table.Median(batches)));
        table.Add("the same as a ratio of raw COPY", Table.Number(Table.Median(batches) / raw), "at least 0.35");
        table.Add("the same with projections off: events/s", Table.Number(Table.Median(unprojected)));
        table.Add("the same with projections off as a ratio of raw COPY", Table.Number(Table.Median(unprojected) / raw), "at least 0.5");
        table.Add("single posts, 64 connections: events/s", Table.Number(Table.Median(singles)));
        table.Add("the same as a ratio of single-row inserts", Table.Number(Table.Median(singles) / single), "at least 1.5");
        table.Add("the same: 99th percentile, ms", Table.Number(waits.Order().ElementAt((int)(waits.Count * 0.99))), "under 50");
        return total;

        async Task<double> Load(string what, int connections, int batch, List<double>? kept)
        {
            before = Processor.Now(server);
            var (count, seconds) = await Posts(server, connections, batch, Round, long.MaxValue, kept);
            Console.WriteLine($"    {what}: {count / seconds:N0}/s, processor us an event {Processor.Now(server).Since(before, count)}");
            total += count;
            if (!what.EndsWith("off", StringComparison.Ordinal)) await Caught(server);
            return count / seconds;
        }
    }

    /// <summary>Events a second of a stretch of batches, when everything before is projected.</summary>
    private static async Task<double> At(Table table, BenchServer server, string what)
    {
        var before = Processor.Now(server);
        var (count, seconds) = await Posts(server, 4, 100, null, Window);
        table.Add($"batches of 100 up to {what}: events/s", Table.Number(count / seconds));
        table.Add("  processor us an event: server and load + its sessions + projections and sealer + other", Processor.Now(server).Since(before, count));
        await Caught(server);
        return count / seconds;
    }

    /// <summary>How long it takes until what was just recorded is projected, looked at again and again while events come steadily.</summary>
    private static async Task Lag(Table table, BenchServer server, double rate)
    {
        var progress = server.Services.GetRequiredService<ProjectionProgress>();
        var (lags, posting) = (new List<double>(), Posts(server, 4, 100, Steady, rate: rate));
        while (!posting.IsCompleted)
        {
            var (recorded, asked) = ((await progress.Now(CancellationToken.None)).Recorded, Stopwatch.GetTimestamp());
            while ((await progress.Now(CancellationToken.None)).Projected < recorded) await Task.Delay(5);
            lags.Add(Stopwatch.GetElapsedTime(asked).TotalSeconds);
        }

        await posting;
        table.Add($"{rate:N0} events/s: seconds until projected, median / longest", $"{Table.Number(Table.Median(lags))} / {Table.Number(lags.Max())}", "under 1");
    }

    /// <summary>Posts as fast as the server answers, or at a rate.</summary>
    public static async Task<(long Count, double Seconds)> Posts(BenchServer server, int connections, int batch, TimeSpan? time, long most = long.MaxValue, List<double>? waits = null, double? rate = null)
    {
        var (count, begun, all, started) = (0L, 0L, new ConcurrentBag<List<double>>(), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var http = new RawHttp(server.Url, server.Token("emitter"), batch == 1 ? "/api/v1/lineage" : "/api/v1/lineage/batch", batch == 1 ? "application/json" : "application/x-ndjson");
            var own = new List<double>();
            while ((time is null || started.Elapsed < time) && Interlocked.Add(ref begun, batch) <= most)
            {
                if (rate is { } eventsASecond && (Volatile.Read(ref begun) / eventsASecond) - started.Elapsed.TotalSeconds is > 0 and var early) await Task.Delay(TimeSpan.FromSeconds(early));
                var body = batch == 1 ? SampleEvents.Next() : SampleEvents.Lines(batch);
                var asked = Stopwatch.GetTimestamp();
                await http.Post(body, batch == 1 ? 201 : 200);
                if (waits is not null) own.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
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
