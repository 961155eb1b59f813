using System.Text;
using System.Text.Json;
using Lineage.Contracts;
using Lineage.Server.Infrastructure.Record;
using Microsoft.Extensions.DependencyInjection;

namespace Lineage.IntegrationTests.Record;

/// <summary>The same bytes are the same event, however and however often they come.</summary>
public sealed class DuplicateTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly string s_event = Ol.Run(Ol.Id(1), "START", "2026-01-01T00:00:00Z", "j", Ol.Datas("a"));

    [Fact]
    public async Task Sent_again_it_is_answered_with_the_same_receipt_and_stored_once()
    {
        var tenant = shared.NewTenant();
        var (first, again) = (await tenant.Emit(s_event), await tenant.Emit(s_event));
        Assert.False(first.Duplicate);
        Assert.True(again.Duplicate);
        Same(first, again);
        Assert.Equal(1, await Rows.Events(tenant));
    }

    [Fact]
    public async Task Sent_by_many_at_once_it_is_stored_once_and_exactly_one_is_told_that_it_was_first()
    {
        var tenant = shared.NewTenant();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => tenant.Emit(s_event)));
        Assert.Single(receipts, r => !r.Duplicate);
        Assert.All(receipts, r => Same(receipts[0], r));
        Assert.Equal(1, await Rows.Events(tenant));
    }

    [Fact]
    public async Task Within_a_batch_it_is_stored_once_and_counted_as_duplicate()
    {
        var tenant = shared.NewTenant();
        using var answer = await tenant.Post($"[{s_event},{s_event},{Ol.Job("2026-01-01T00:00:00Z", "k")},{s_event}]");
        var batch = await TestTenant.Read<TestBatch>(answer);
        Assert.Equal(new BatchSummary(4, 4, 0, 2), batch.Summary);
        Assert.Equal([false, true, false, true], batch.Receipts.Select(r => r.Duplicate));
        Same(batch.Receipts[0], batch.Receipts[1]);
        Same(batch.Receipts[0], batch.Receipts[3]);
        Assert.Equal(2, await Rows.Events(tenant));
    }

    [Fact]
    public async Task In_another_tenant_it_is_another_event()
    {
        var (one, other) = (shared.NewTenant(), shared.NewTenant());
        var (first, second) = (await one.Emit(s_event), await other.Emit(s_event));
        Assert.False(second.Duplicate);
        Assert.NotEqual(first.EventId, second.EventId);
    }

    [Fact]
    public async Task Other_bytes_that_say_the_same_are_another_event()
    {
        var tenant = shared.NewTenant();
        Assert.NotEqual((await tenant.Emit(s_event)).EventId, (await tenant.Emit("{ " + s_event[1..])).EventId);
        Assert.Equal(2, await Rows.Events(tenant));
    }

    [Fact]
    public async Task White_space_around_an_event_is_no_part_of_it()
    {
        var tenant = shared.NewTenant();
        var first = await tenant.Emit(s_event);
        Same(first, await tenant.Emit($"\r\n{s_event}\n"));
        using var lines = await tenant.Post($"{s_event}\r\n", "/api/v1/lineage/batch", "application/x-ndjson");
        Same(first, (await TestTenant.Read<TestBatch>(lines)).Receipts[0]);
        Assert.Equal(1, await Rows.Events(tenant));
    }

    [Fact]
    public async Task The_id_is_a_UUID_of_version_8_that_depends_on_a_key_outside_the_database()
    {
        var tenant = shared.NewTenant();
        var id = (await tenant.Emit(s_event)).EventId;
        Assert.Equal((8, true), (id.Version, id.Variant is >= 8 and <= 11));
        var bytes = Encoding.UTF8.GetBytes(s_event);
        Assert.Equal(id, shared.Server.Services.GetRequiredService<RecordKeys>().EventId(tenant.Name, bytes));
        Assert.NotEqual(id, new RecordKeys(new byte[32], new byte[32]).EventId(tenant.Name, bytes));
    }

    [Fact]
    public async Task A_run_named_by_a_UUID_has_that_stream_and_everything_else_a_UUID_of_version_5()
    {
        var tenant = shared.NewTenant();
        Assert.Equal(Guid.Parse(Ol.Id(1)), await Stream(tenant, s_event));
        Guid[] derived =
        [
            await Stream(tenant, Ol.Run("run number one", "START", "2026-01-01T00:00:00Z", "j")),
            await Stream(tenant, Ol.Job("2026-01-01T00:00:00Z", "j")),
            await Stream(tenant, Ol.Dataset("2026-01-01T00:00:00Z", Ol.Data("j"))),
        ];
        Assert.All(derived, id => Assert.Equal(5, id.Version));
        Assert.Equal(3, derived.Distinct().Count());
        Assert.Equal(derived[0], await Stream(tenant, Ol.Run("run number one", "COMPLETE", "2026-01-01T00:00:00Z", "j")));
        Assert.NotEqual(derived[0], await Stream(shared.NewTenant(), Ol.Run("run number one", "START", "2026-01-01T00:00:00Z", "j")));
    }

    [Fact]
    public async Task Many_events_of_one_run_sent_at_once_are_all_kept()
    {
        var tenant = shared.NewTenant();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => tenant.Emit(Ol.Run(Ol.Id(9), "RUNNING", $"2026-01-01T00:00:{n:00}Z", "j"))));
        Assert.Equal(60, await Rows.Events(tenant));
    }

    private async Task<Guid> Stream(TestTenant tenant, string e) => (await StoredRow.Of(shared.Server.Database, (await tenant.Emit(e)).EventId)).Stream;

    // Two that are answered at different moments stand in different signed batches.
    private static void Same(Receipt one, Receipt other) => Assert.Equal(Bare(one), Bare(other));

    private static string Bare(Receipt receipt) => JsonSerializer.Serialize(receipt with { Duplicate = true, Index = null, Batch = null });
}
