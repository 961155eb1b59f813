using System.Net;
using System.Text.Json.Nodes;
using Lineage.IntegrationTests.Record;
using Lineage.Server.Infrastructure.Postgres;
using Npgsql;

namespace Lineage.IntegrationTests.Reports;

public sealed class SilencedPayloadTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task A_payload_that_is_gone_is_counted_and_an_earlier_report_never_shows_other_content_under_its_id()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(Ol.Run(Ol.Id(1), "COMPLETE", "2026-01-01T01:00:00Z", "j", Ol.Datas("a"), Ol.Datas("b")));
        var erased = await tenant.Emit(Ol.Run(Ol.Id(2), "COMPLETE", "2026-01-01T02:00:00Z", "k", Ol.Datas("c"), Ol.Datas("e")));
        await tenant.CatchUp();
        var reports = new ReportClient(tenant.Client("officer"));
        await reports.DescribeOrganisation();
        var before = await reports.Make(new { type = "dataset-provenance", parameters = new { nodeId = "dataset:d:b" } });
        await using (var connection = await Rows.Open(shared.Server.Database.As(DatabaseRoles.Superuser)))
        {
            await using var erase = new NpgsqlCommand(
                $"""
                set session_replication_role = replica;
                update lineage.mt_events set bdata = '' where id = '{erased.EventId}';
                delete from lineage_read.observation where event_id = '{erased.EventId}'
                """,
                connection);
            await erase.ExecuteNonQueryAsync();
        }

        using var changed = await reports.Content((string)before["id"]!, "application/json");
        Assert.Equal(HttpStatusCode.Conflict, changed.StatusCode);
        var report = await reports.Make(new { type = "dataset-provenance", parameters = new { nodeId = "dataset:d:b" } });
        Assert.Equal("ready", (string?)report["state"]);
        var coverage = JsonNode.Parse("{" + (await reports.ContentPart(report)).Trim()[..^1] + "}")!["content"]!["coverage"]!;
        Assert.Equal((1, 0), ((int)coverage["erasedPayloads"]!, (int)coverage["unreadablePayloads"]!));
    }
}
