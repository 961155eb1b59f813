using System.Text;
using System.Text.Json.Nodes;
using Lineage.Client.Verification;
using Lineage.IntegrationTests.Identity;
using Lineage.Server;
using Lineage.Server.Infrastructure.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Lineage.IntegrationTests.Reports;

/// <summary>A report whose events stand in two logs, because a backup was put back between them.</summary>
public sealed class RestoredPackTests
{
    [Fact]
    public async Task After_a_restore_a_pack_proves_each_line_by_the_log_that_sealed_it()
    {
        using var directory = new TemporaryDirectory();
        using var safe = new TemporaryDirectory();
        var backup = Path.Combine(safe.Path, "backup");
        await using (var server = await Start(directory))
        {
            await Emit(server, 1, "raw", "staging");
            await ServerHost.BackupAsync(directory.Path, backup, _ => { });
            await Emit(server, 2, "raw", "lost");
        }

        await ServerHost.RestoreAsync(directory.Path, backup, _ => { });
        await using (var server = await Start(directory))
        {
            await Emit(server, 3, "staging", "mart");
            var reports = new ReportClient(Client(server, "officer"));
            await reports.DescribeOrganisation();
            var provenance = await new PackFile(await reports.Pack(await Make(reports, new { type = "dataset-provenance", parameters = new { nodeId = "dataset:d:mart" } }))).Verify();
            Assert.True(provenance.Holds, Words(provenance));
            Assert.Equal(2, provenance.Lines.Count(l => l is { Kind: "link", Result: PackResult.Proved }));
            Assert.Equal(2, provenance.Checks.Count(c => c is { What: "tree", Result: PackResult.Proved }));
            var integrity = await new PackFile(await reports.Pack(await Make(reports, new { type = "log-integrity" }))).Verify();
            Assert.True(integrity.Holds, Words(integrity));
            Assert.Equal(PackResult.Proved, Assert.Single(integrity.Lines, l => l.Kind == "restore").Result);
            Assert.Equal(2, integrity.Lines.Count(l => l.Kind == "log"));
        }
    }

    private static string Words(PackVerdict verdict) => string.Join("; ", verdict.Checks.Where(c => c.Result == PackResult.Failed).Select(c => c.Detail).Concat(verdict.Lines.Where(l => l.Result == PackResult.Failed).Select(l => $"{l.Id}: {l.Reason}")));

    // The read models may be a moment behind.
    private static async Task<string> Make(ReportClient reports, object question)
    {
        for (var attempt = 0; ; attempt++)
        {
            var report = await reports.Make(question);
            if ((string?)report["state"] == "ready") return (string)report["id"]!;
            Assert.True(attempt < 100, report.ToJsonString());
            await Task.Delay(100);
        }
    }

    private static Task<RunningServer> Start(TemporaryDirectory directory) => ServerHost.StartAsync(["--Lineage:Urls=http://127.0.0.1:0", "--Lineage:GrpcUrl=", $"--Lineage:DataDirectory={directory.Path}"]);

    private static HttpClient Client(RunningServer server, params string[] roles) => new()
    {
        BaseAddress = server.Url,
        DefaultRequestHeaders = { Authorization = new("Bearer", server.Services.GetRequiredService<DevelopmentIssuer>().Issue(new("somebody", roles, TimeSpan.FromHours(1), "acme", null))) },
    };

    private static async Task Emit(RunningServer server, int run, string input, string output)
    {
        using var client = Client(server, "emitter");
        using var body = new StringContent(Ol.Run(Ol.Id(run), "COMPLETE", $"2026-01-01T0{run}:00:00Z", "j" + run, Ol.Datas(input), Ol.Datas(output)), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/v1/lineage?wait=sealed", UriKind.Relative), body);
        await TestTenant.Read<JsonObject>(answer);
    }
}
