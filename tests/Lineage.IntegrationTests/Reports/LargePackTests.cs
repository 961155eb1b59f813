using Lineage.Client.Verification;
using Lineage.Merkle;
using Lineage.Server.Features.Reports.Packing;
using Microsoft.Extensions.DependencyInjection;

namespace Lineage.IntegrationTests.Reports;

/// <summary>Packs of a log that is too large to go with them.</summary>
public sealed class LargePackTests
{
    private const int Events = 900;

    [Fact]
    public async Task Of_a_large_log_a_pack_holds_what_its_lines_need_and_no_more()
    {
        await using var server = await LineageServer.Start(builder => builder.Services.AddSingleton(new PackLimits(WholeLog: 100)));
        var tenant = server.NewTenant();
        var reports = new ReportClient(tenant.Client("officer"));
        await reports.DescribeOrganisation();
        for (var i = 0; i < Events; i += 100)
            await tenant.Emit([.. Enumerable.Range(i, 100).Select(n => Ol.Run(Ol.Id(n), "COMPLETE", "2026-01-01T01:00:00Z", $"job{n}", Ol.Datas($"in{n}"), Ol.Datas($"out{n}")))]);
        await tenant.CatchUp();
        var report = await reports.Make(new { type = "dataset-provenance", parameters = new { nodeId = "dataset:d:out7" } });
        var bytes = await reports.Pack((string)report["id"]!);
        var pack = new PackFile(bytes);
        var verdict = await pack.Verify();
        Assert.True(verdict.Holds, string.Join("; ", verdict.Checks.Where(c => c.Result == PackResult.Failed).Select(c => c.Detail).Concat(verdict.Lines.Select(l => l.Reason))));
        Assert.Equal(["fact", "link", "run"], verdict.Lines.Where(l => l.Result == PackResult.Proved).Select(l => l.Kind));
        Assert.InRange(pack.Paths.Count(path => path.StartsWith("evidence/tile/entries/", StringComparison.Ordinal)), 1, TileId.EntryBundlesOf(verdict.Size).Count() - 1);
        Assert.Contains("the part of the log", Assert.Single(verdict.Checks, c => c.What == "tree").Detail, StringComparison.Ordinal);

        // Of a bundle every entry counts, also those that no line rests on.
        var bundle = pack.Paths.First(path => path.StartsWith("evidence/tile/entries/", StringComparison.Ordinal));
        pack[bundle][^1] ^= 1;
        Assert.Contains((await pack.Fit().Verify()).Checks, c => c is { What: "entries", Result: PackResult.Failed });
        Assert.Equal(bytes, await reports.Pack((string)report["id"]!));
    }
}
