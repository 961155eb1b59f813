using System.Diagnostics;
using System.Text;
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
        using var client = server.Client("emitter");
        var (count, started) = (0L, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, writers).Select(async _ =>
        {
            while (started.Elapsed < Round)
            {
                using var body = new StringContent(string.Join('\n', Enumerable.Range(0, batch).Select(_ => Event())), Encoding.UTF8, "application/x-ndjson");
                using var answer = await client.PostAsync(new Uri("/api/v1/lineage/batch", UriKind.Relative), body);
                answer.EnsureSuccessStatusCode();
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

    // About 1.5 KiB, as events of real emitters are: a query text, schemas, field lineage.
    private static string Event()
    {
        var run = Guid.NewGuid();
        var table = Random.Shared.Next(200);
        var fields = string.Join(',', Enumerable.Range(0, 6).Select(i => $$"""{"name":"column_{{i}}","type":"VARCHAR"}"""));
        var derived = string.Join(',', Enumerable.Range(0, 3).Select(i => $$"""
            "column_{{i}}":{"inputFields":[{"namespace":"postgres://warehouse:5432","name":"raw.table_{{table}}","field":"column_{{i}}","transformations":[{"type":"DIRECT","subtype":"IDENTITY","masking":false}]}]}
            """.Trim()));
        return $$"""
            {"eventType":"COMPLETE","eventTime":"2026-01-01T00:00:00Z","run":{"runId":"{{run}}"},"job":{"namespace":"bench","name":"load_{{table}}","facets":{"sql":{"_producer":"https://p","_schemaURL":"https://openlineage.io/spec/facets/1-0-1/SQLJobFacet.json","query":"insert into mart.table_{{table}} select column_0, column_1, column_2 from raw.table_{{table}} where loaded_at >= current_date"} } },"inputs":[{"namespace":"postgres://warehouse:5432","name":"raw.table_{{table}}","facets":{"schema":{"_producer":"https://p","_schemaURL":"https://openlineage.io/spec/facets/1-1-1/SchemaDatasetFacet.json","fields":[{{fields}}]} } }],"outputs":[{"namespace":"postgres://warehouse:5432","name":"mart.table_{{table}}","facets":{"columnLineage":{"_producer":"https://p","_schemaURL":"https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json","fields":{ {{derived}} } } } }],"producer":"https://example.com/bench","schemaURL":"https://openlineage.io/spec/2-0-2/OpenLineage.json"}
            """.Trim();
    }
}
