using System.Text;
using Lineage.Merkle;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.OpenLineage;
using Lineage.Server.Infrastructure.Record;
using Microsoft.Extensions.DependencyInjection;

namespace Lineage.IntegrationTests.Record;

/// <summary>What is stored, and what binds the server to it.</summary>
public sealed class BytesTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Odd = "{\"eventTime\" : \"2026-01-01T00:00:00Z\",\t\"job\":{\"namespace\":\"n\",\"name\":\"j\\u00e9\"},\r\n \"x\":1.50,\"x\":1E400, \"y\":\"\\ud83d\\ude00 ä\" ,\"producer\":\"https://p\",\"schemaURL\":\"https://s\" }";

    [Fact]
    public async Task Bytes_are_kept_as_they_came()
    {
        var tenant = shared.NewTenant();
        var receipt = await tenant.Emit(Odd);
        Assert.Equal(Odd, await Text(receipt.EventId));
        Assert.Equal(["duplicate-keys", "number-beyond-double"], receipt.Flags);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_an_event()
    {
        var tenant = shared.NewTenant();
        using var answer = await tenant.Post([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Odd)]);
        Assert.Equal(Odd, await Text((await TestTenant.Read<Contracts.Receipt>(answer)).EventId));
    }

    [Theory]
    [InlineData("[ {0} ,\n{1}]", "application/json")]
    [InlineData("{0}\n\n{1}\n", "application/x-ndjson")]
    [InlineData("{0}{1}", "application/json")]
    public async Task Within_a_batch_an_event_is_its_own_slice(string frame, string contentType)
    {
        var tenant = shared.NewTenant();
        string[] events = [Odd.Replace("\r\n", "", StringComparison.Ordinal), Ol.Job("2026-01-02T00:00:00Z", "k")];
        using var answer = await tenant.Post(frame.Replace("{0}", events[0], StringComparison.Ordinal).Replace("{1}", events[1], StringComparison.Ordinal), "/api/v1/lineage/batch", contentType);
        var receipts = (await TestTenant.Read<TestBatch>(answer)).Receipts;
        Assert.Equal(events[0], await Text(receipts[0].EventId));
        Assert.Equal(events[1], await Text(receipts[1].EventId));
    }

    [Fact]
    public async Task The_commitment_opens_with_the_salt_of_the_header_and_of_the_receipt()
    {
        var receipt = await shared.NewTenant().Emit(Odd);
        var row = await Row(receipt.EventId);
        Assert.Equal((receipt.Commit, receipt.Salt), (row.Header("commit"), row.Header("salt")));
        Assert.True(new Commitment(row.Header("commit"), row.Header("salt")).Opens(row.Bytes));
        Assert.False(new Commitment(row.Header("commit"), row.Header("salt")).Opens([.. row.Bytes, 32]));
        Assert.False(new Commitment(row.Header("commit"), row.Header("coreSalt")).Opens(row.Bytes));
    }

    [Fact]
    public async Task The_core_commitment_opens_over_the_canonical_core_facts_alone()
    {
        var receipt = await shared.NewTenant().Emit(Ol.Run(
            Ol.Id(1), "COMPLETE", "2026-01-01T01:02:03.4567891+01:00", "j", Ol.Datas("z", "a"), [Ol.Data("out", Ol.Columns("f=a.g#"))], jobFacets: """{"sql":{"query":"select secret"}}"""));
        var row = await Row(receipt.EventId);
        var core = """{"dataset":null,"fields":[["d","a","g","d","out","f",[["DIRECT","IDENTITY",true]]]],"inputs":[["d","a"],["d","z"]],"job":["n","j"],"kind":"Run","outputs":[["d","out"]],"run":"00000000-0000-7000-8000-000000000001","type":"COMPLETE","v":1,"valid":"2026-01-01T00:02:03.456789Z"}""";
        Assert.True(new Commitment(row.Header("core"), row.Header("coreSalt")).Opens(Encoding.UTF8.GetBytes(core)));
        Assert.Equal(core, Encoding.UTF8.GetString(CoreFacts.Of(ObservationReader.Read(row.Bytes)!)));
    }

    [Fact]
    public async Task The_same_payload_in_two_tenants_has_other_salts_and_other_commitments()
    {
        var (one, other) = (await shared.NewTenant().Emit(Odd), await shared.NewTenant().Emit(Odd));
        Assert.NotEqual(one.Salt, other.Salt);
        Assert.NotEqual(one.Commit, other.Commit);
    }

    [Fact]
    public async Task The_MAC_holds_for_a_row_that_came_through_the_gate()
    {
        var tenant = shared.NewTenant();
        foreach (var e in new[] { Odd, Ol.Run("not a uuid", "START", "2026-01-01T00:00:00Z", "j"), Ol.Dataset("2026-01-01T00:00:00Z", Ol.Data("x")) })
            Assert.True(Verifies(await Row((await tenant.Emit(e)).EventId)));
    }

    [Theory]
    [InlineData("update lineage.mt_events set headers = jsonb_set(headers, '{actor}', '\"someone else\"') where id = '{0}'")]
    [InlineData("update lineage.mt_events set headers = jsonb_set(headers, '{commit}', '\"AAAA\"') where id = '{0}'")]
    [InlineData("update lineage.mt_events set stream_id = gen_random_uuid() where id = '{0}'")]
    [InlineData("update lineage.mt_events set type = 'dataset_observed' where id = '{0}'")]
    [InlineData("update lineage.mt_events set headers = headers - 'mac' || jsonb_build_object('mac', 'AAAA') where id = '{0}'")]
    [InlineData("update lineage.mt_events set tenant_id = 'another' where id = '{0}'")]
    public async Task The_MAC_does_not_hold_for_a_row_that_the_superuser_changed(string sql)
    {
        var receipt = await shared.NewTenant().Emit(Odd);
        Assert.False(Verifies(await StoredRow.After(shared.Server.Database, sql.Replace("{0}", receipt.EventId.ToString(), StringComparison.Ordinal), receipt.EventId)));
    }

    [Fact]
    public async Task The_MAC_of_a_copied_row_does_not_hold_under_another_id()
    {
        var receipt = await shared.NewTenant().Emit(Odd);
        var copy = Guid.NewGuid();
        var sql = $"""
            insert into lineage.mt_events (seq_id, id, stream_id, version, data, bdata, type, timestamp, tenant_id, mt_dotnet_type, headers, is_archived)
            select nextval('lineage.mt_events_sequence'), '{copy}', stream_id, version + 1, data, bdata, type, timestamp, tenant_id, mt_dotnet_type, headers, is_archived
            from lineage.mt_events where id = '{receipt.EventId}'
            """;
        Assert.False(Verifies(await StoredRow.After(shared.Server.Database, sql, copy)));
    }

    private bool Verifies(StoredRow row) => shared.Server.Services.GetRequiredService<RecordKeys>()
        .Verifies(row.Header("mac"), row.Id, row.Tenant, row.Stream, row.Type, row.Header("actor"), row.Header("commit"));

    private Task<StoredRow> Row(Guid id) => StoredRow.Of(shared.Server.Database, id);

    private async Task<string> Text(Guid id) =>
        (await Rows.Read(shared.Server.Database.As("lineage"), $"select convert_from(bdata, 'UTF8') from lineage.mt_events where id = '{id}'", r => r.GetString(0))).Single();
}
