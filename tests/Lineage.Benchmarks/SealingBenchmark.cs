using System.Diagnostics;
using Lineage.Server.Features.Transparency.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace Lineage.Benchmarks;

/// <summary>
/// What sealing costs: two servers, one with and one without it, loaded in turn within one run, so that both see the same machine. All
/// else is on: projections, signed receipts, fsync.
/// </summary>
internal static class SealingBenchmark
{
    private const int Rounds = 9;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    public static async Task Run(Table table)
    {
        await using var with = await BenchServer.Start();
        await using var without = await BenchServer.Start("--Lineage:Log:Sealing=false");
        await Compare(table, "batches of 100, 4 writers", 4, 100, with, without);
        await Compare(table, "single events, 8 writers", 8, 1, with, without);
    }

    private static async Task Compare(Table table, string load, int writers, int batch, BenchServer with, BenchServer without)
    {
        var (sealing, plain, drain) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            // Whoever goes second finds a warmer machine, so the order changes.
            foreach (var on in round % 2 == 0 ? new[] { true, false } : [false, true])
            {
                var rate = await Load(on ? with : without, writers, batch);
                if (round > 0) (on ? sealing : plain).Add(rate);
                if (on) drain.Add(await Drain(with));
            }
        }

        table.Add($"{load}: events/s without sealing", Table.Number(Table.Median(plain)));
        table.Add($"{load}: events/s with sealing", Table.Number(Table.Median(sealing)));
        table.Add($"{load}: ratio with / without", Table.Number(Table.Median(sealing) / Table.Median(plain)), "at least 0.9");
        table.Add($"{load}: seconds until the last event is sealed", Table.Number(Table.Median(drain)), "at most 1");
    }

    private static async Task<double> Load(BenchServer server, int writers, int batch)
    {
        var (count, started) = (0L, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, writers).Select(async _ =>
        {
            using var http = new RawHttp(server.Url, server.Token("emitter"), "/api/v1/lineage/batch", "application/x-ndjson");
            while (started.Elapsed < Round)
            {
                await http.Post(SampleEvents.Lines(batch), 200);
                Interlocked.Add(ref count, batch);
            }
        }));
        return count / started.Elapsed.TotalSeconds;
    }

    private static async Task<double> Drain(BenchServer server)
    {
        var progress = server.Services.GetRequiredService<SealingProgress>();
        var started = Stopwatch.StartNew();
        while (await progress.Now(CancellationToken.None) is var now && now.Sealed < now.Recorded) await Task.Delay(10);
        return started.Elapsed.TotalSeconds;
    }
}
