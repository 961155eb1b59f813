using System.Diagnostics;
using System.Text.Json.Nodes;
using Lineage.IntegrationTests.Record;
using Lineage.Server.Infrastructure.Postgres;
using Npgsql;

namespace Lineage.IntegrationTests.Reports;

/// <summary>What the log integrity report says when somebody was at the database.</summary>
public sealed class IntegrityTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("update lineage.mt_events set bdata = convert_to(replace(convert_from(bdata, 'UTF8'), '\"j\"', '\"k\"'), 'UTF8') where id = '{0}'", "payload")]
    [InlineData("update lineage.mt_events set timestamp = timestamp - interval '1 day' where id = '{0}'", "row")]
    [InlineData("delete from lineage.mt_events where id = '{0}'", "row-missing")]
    public async Task A_row_that_was_changed_after_it_was_sealed_is_named(string sql, string kind)
    {
        var tenant = shared.NewTenant();
        var reports = new ReportClient(tenant.Client("officer"));
        await reports.DescribeOrganisation();
        var receipts = await tenant.Emit([.. Enumerable.Range(1, 5).Select(i => Ol.Run(Ol.Id(i), "COMPLETE", $"2026-01-01T0{i}:00:00Z", "j", Ol.Datas("a"), Ol.Datas("b")))]);
        await tenant.CatchUp();
        var before = await reports.Make(new { type = "log-integrity", knownAt = $"seq:{receipts[^1].Sequence}" });
        Assert.Empty((await Content(reports, before))["differences"]!.AsArray());
        await Tamper(sql.Replace("{0}", receipts[2].EventId.ToString(), StringComparison.Ordinal));
        var content = await Content(reports, await reports.Make(new { type = "log-integrity", knownAt = $"seq:{receipts[^1].Sequence}" }));
        Assert.StartsWith("No. ", (string?)content["answer"]![0], StringComparison.Ordinal);
        Assert.Contains(content["differences"]!.AsArray(), d => (string?)d!["eventId"] == receipts[2].EventId.ToString() && (string?)d["kind"] == kind);
        Assert.All(content["differences"]!.AsArray(), d => Assert.Equal(receipts[2].EventId.ToString(), (string?)d!["eventId"]));
    }

    [Fact]
    public async Task A_row_that_was_put_in_beside_the_gate_is_named_and_not_sealed()
    {
        var tenant = shared.NewTenant();
        var reports = new ReportClient(tenant.Client("officer"));
        await reports.DescribeOrganisation();
        var receipt = await tenant.Emit(Ol.Run(Ol.Id(1), "COMPLETE", "2026-01-01T01:00:00Z", "j", Ol.Datas("a"), Ol.Datas("b")));
        var copy = Guid.NewGuid();
        await Tamper(
            $"""
            insert into lineage.mt_events (seq_id, id, stream_id, version, data, bdata, type, timestamp, tenant_id, mt_dotnet_type, headers, is_archived)
            select nextval('lineage.mt_events_sequence'), '{copy}', stream_id, version + 1, data, bdata, type, timestamp, tenant_id, mt_dotnet_type, headers, is_archived
            from lineage.mt_events where id = '{receipt.EventId}'
            """);
        await tenant.Emit(Ol.Run(Ol.Id(2), "COMPLETE", "2026-01-01T02:00:00Z", "j", Ol.Datas("a"), Ol.Datas("b")));
        await tenant.CatchUp();
        JsonNode content;
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            content = await Content(reports, await reports.Make(new { type = "log-integrity" }));
            if (content["foreignRows"]!.AsArray().Count > 0) break;
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "the sealer did not meet the row");
        }

        Assert.Equal(copy.ToString(), (string?)content["foreignRows"]![0]!["eventId"]);
        Assert.Contains("did not come through the gate", string.Concat(content["answer"]!.AsArray().Select(a => (string?)a)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_attested_is_told_once_it_is_an_hour_old_so_that_the_answer_never_changes()
    {
        var tenant = shared.NewTenant();
        var reports = new ReportClient(tenant.Client("officer"));
        await reports.DescribeOrganisation();
        await tenant.Emit([.. Enumerable.Range(1, 3).Select(i => Ol.Run(Ol.Id(i), "COMPLETE", $"2026-01-01T0{i}:00:00Z", "j", Ol.Datas("a"), Ol.Datas("b")))]);
        await tenant.CatchUp();
        await reports.Make(new { type = "log-integrity" });
        await Tamper(
            $"""
            insert into lineage_log.cosignature (tenant_id, log_id, size, key, line, witnessed_at)
              select tenant_id, log_id, 1, 'witness.example.com/w+00000000+BA', '', now() - interval '2 hours' from lineage_log.log where tenant_id = '{tenant.Name}'
              union all select tenant_id, log_id, 2, 'witness.example.com/w+00000000+BA', '', now() from lineage_log.log where tenant_id = '{tenant.Name}';
            insert into lineage_log.timestamp (tenant_id, log_id, size, token, stamped_at) select tenant_id, log_id, 2, '', now() - interval '3 hours' from lineage_log.log where tenant_id = '{tenant.Name}'
            """);
        var content = await Content(reports, await reports.Make(new { type = "log-integrity" }));
        Assert.Equal([("cosignature", 1), ("timestamp", 2)], content["attestations"]!.AsArray().Select(a => ((string)a!["kind"]!, (int)a["size"]!)));
        Assert.Contains("witness witness.example.com/w, 1 entry of", string.Concat(content["answer"]!.AsArray().Select(a => (string?)a)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_takes_no_node() => Assert.Equal(
        System.Net.HttpStatusCode.UnprocessableEntity,
        (await new ReportClient(shared.NewTenant().Client("officer")).Ask(new { type = "log-integrity", parameters = new { nodeId = "dataset:d:b" } })).StatusCode);

    private async Task Tamper(string sql)
    {
        await using var connection = await Rows.Open(shared.Server.Database.As(DatabaseRoles.Superuser));
        await using var command = new NpgsqlCommand($"set session_replication_role = replica; {sql}", connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<JsonNode> Content(ReportClient reports, JsonObject report)
    {
        Assert.True((string?)report["state"] == "ready", report.ToJsonString());
        return JsonNode.Parse("{" + (await reports.ContentPart(report)).Trim()[..^1] + "}")!["content"]!;
    }
}
