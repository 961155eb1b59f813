using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Store;
using Marten.Events.Daemon.Coordination;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lineage.Benchmarks;

/// <summary>What it costs to project an event: the projection catches up with events that were put into the record at once.</summary>
internal static class ProjectionBenchmark
{
    private const int PerSecond = 2_000;
    private const int Batch = 100;
    private const int Writers = 4;
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(15);

    /// <param name="sizes">Events of each catch-up, one after the other on the same record.</param>
    public static async Task Run(Table table, params int[] sizes)
    {
        Reading(table);
        await using var server = await BenchServer.Start("--Lineage:Log:Sealing=false");
        await using var superuser = await server.Superuser();
        var last = 0L;
        foreach (var size in sizes)
        {
            var first = last + 1;
            last = await RecordFiller.Fill(superuser, size);
            await Measure(table, server, $"catch-up from event {first:N0} to {last:N0}", size, () => Reach(server, last));
        }

        await Sizes(table, superuser);
        await Measure(table, server, $"rebuild of {last:N0} events, indexes too", (int)last, () => Rebuild(server));
        await Lag(table, server);
    }

    /// <summary>What an event says, out of its bytes: the part that is no input or output.</summary>
    private static void Reading(Table table)
    {
        byte[][] events = [.. Enumerable.Range(0, 1000).Select(_ => SampleEvents.Next())];
        var (times, allocated) = (new List<double>(), 0L);
        for (var round = 0; round < 40; round++)
        {
            var (started, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            foreach (var e in events) ObservationReader.Read(e);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / events.Length);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Thread.Sleep(20);
        }

        table.Add("reading what an event says: us", Table.Number(Table.Median(times.Skip(20))));
        table.Add("reading what an event says: bytes allocated", Table.Number((double)allocated / events.Length));
    }

    private static async Task Measure(Table table, BenchServer server, string what, int count, Func<Task> work)
    {
        var (before, paused, started) = (Processor.Now(server), GC.GetTotalPauseDuration(), Stopwatch.StartNew());
        await work();
        var (elapsed, after) = (started.Elapsed.TotalSeconds, Processor.Now(server));
        table.Add($"{what}: events/s", Table.Number(count / elapsed));
        table.Add($"{what}: processor time an event, us", Table.Number(after.TotalSince(before, count)), "at most 130");
        table.Add($"{what}: the same apart: .NET + questions + projection + rest of PostgreSQL", after.Since(before, count));
        table.Add($"{what}: time an event that garbage collection stood in the way, us", Table.Number((GC.GetTotalPauseDuration() - paused).TotalMicroseconds / count));
        table.Add($"{what}: resident memory of the server, MiB", Table.Number(Environment.WorkingSet / 1048576.0), "under 1,024");
    }

    private static async Task Reach(BenchServer server, long sequence)
    {
        var progress = server.Services.GetRequiredService<ProjectionProgress>();
        while ((await progress.Now(CancellationToken.None)).Projected < sequence) await Task.Delay(50);
    }

    private static async Task Rebuild(BenchServer server)
    {
        var (projections, rebuilding) = (server.Services.GetRequiredService<IProjectionCoordinator<IDaemonStore>>(), server.Services.GetRequiredService<Rebuilding>());
        await projections.PauseAsync();
        await rebuilding.Begin(CancellationToken.None);
        await projections.ResumeAsync();
        await rebuilding.Finish(CancellationToken.None);
    }

    /// <summary>How old an event is when answers show it, while events come through the door at a steady pace.</summary>
    private static async Task Lag(Table table, BenchServer server)
    {
        using var client = server.Client("emitter");
        var (waiting, lags, ended) = (new ConcurrentQueue<(long Sequence, long At)>(), new List<double>(), false);
        var seen = Task.Run(async () =>
        {
            var progress = server.Services.GetRequiredService<ProjectionProgress>();
            while (!Volatile.Read(ref ended) || !waiting.IsEmpty)
            {
                var projected = (await progress.Now(CancellationToken.None)).Projected;
                while (waiting.TryPeek(out var oldest) && oldest.Sequence <= projected && waiting.TryDequeue(out oldest)) lags.Add(Stopwatch.GetElapsedTime(oldest.At).TotalMilliseconds);
                await Task.Delay(5);
            }
        });
        var (started, sent) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            for (var own = 0; started.Elapsed < Steady;)
            {
                using var body = new ByteArrayContent(SampleEvents.Lines(Batch)) { Headers = { ContentType = new("application/x-ndjson") } };
                using var answer = await client.PostAsync(new Uri("/api/v1/lineage/batch", UriKind.Relative), body);
                var receipts = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("receipts");
                waiting.Enqueue((receipts.EnumerateArray().Max(r => r.GetProperty("sequence").GetInt64()), Stopwatch.GetTimestamp()));
                Interlocked.Add(ref sent, Batch);
                own += Batch;
                var ahead = TimeSpan.FromSeconds((double)own * Writers / PerSecond) - started.Elapsed;
                if (ahead > TimeSpan.Zero) await Task.Delay(ahead);
            }
        }));
        var rate = sent / started.Elapsed.TotalSeconds;
        Volatile.Write(ref ended, true);
        await seen;
        lags.Sort();
        table.Add($"lag at {rate:N0} events/s through the door: median, ms", Table.Number(Table.Median(lags)));
        table.Add($"lag at {rate:N0} events/s through the door: 99th percentile, ms", Table.Number(lags[(int)(lags.Count * 0.99)]), "under 1,000");
        table.Add($"lag at {rate:N0} events/s through the door: longest, ms", Table.Number(lags[^1]));
    }

    private static async Task Sizes(Table table, NpgsqlConnection superuser)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select c.relname, (select count(*) from {StoreSchema.Record}.mt_events), s.n_tup_ins, pg_table_size(c.oid), pg_indexes_size(c.oid),
              (select count(*) from pg_index i where i.indrelid = c.oid)
            from pg_class c join pg_stat_user_tables s on s.relid = c.oid where c.relnamespace = '{StoreSchema.Read}'::regnamespace and c.relkind = 'r' order by 4 desc
            """,
            superuser);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var events = (double)reader.GetInt64(1);
            table.Add(
                $"{reader.GetString(0)}: rows, table bytes, index bytes an event ({reader.GetInt64(5)} indexes)",
                $"{Table.Number(reader.GetInt64(2) / events)} / {Table.Number(reader.GetInt64(3) / events)} / {Table.Number(reader.GetInt64(4) / events)}");
        }
    }
}
