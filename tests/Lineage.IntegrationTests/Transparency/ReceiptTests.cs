using System.Text;
using Lineage.Client;
using Lineage.Contracts;
using Lineage.IntegrationTests.Identity;
using Lineage.IntegrationTests.Postgres;
using Lineage.IntegrationTests.Record;
using Lineage.Merkle;
using Lineage.Server.Infrastructure.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Lineage.IntegrationTests.Transparency;

/// <summary>Every acknowledgement is signed, and shows what was promised and not kept.</summary>
public sealed class ReceiptTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task Every_event_of_every_kind_of_body_gets_a_receipt_that_its_log_signed()
    {
        var tenant = shared.NewTenant();
        List<(string Sent, Receipt Receipt)> all = [(Event(0), await tenant.Emit(Event(0)))];
        var lines = Enumerable.Range(1, 40).Select(Event).ToList();
        all.AddRange(lines.Zip(await tenant.Emit(lines)));
        using (var answer = await tenant.Post($"[{Event(50)},{Event(51)}]")) all.AddRange(new[] { Event(50), Event(51) }.Zip((await TestTenant.Read<TestBatch>(answer)).Receipts));
        var check = new ReceiptCheck([await Key(tenant)]);
        Assert.All(all, one => Assert.Equal(ReceiptState.Genuine, check.Check(one.Receipt, Encoding.UTF8.GetBytes(one.Sent)).State));
        Assert.True(all.Skip(1).Take(40).Select(one => one.Receipt.Batch!.Note).Distinct().Count() < 40, "each receipt was signed by itself");
    }

    [Fact]
    public async Task A_duplicate_gets_a_receipt_again_with_its_first_time_under_the_root_of_those_it_was_answered_with()
    {
        var tenant = shared.NewTenant();
        var first = await tenant.Emit(Event(1));
        var again = await tenant.Emit([Event(1), Event(2), Event(1)]);
        Assert.Equal([true, false, true], again.Select(r => r.Duplicate));
        Assert.Equal((first.RecordedAt, first.Commit, first.Salt), (again[0].RecordedAt, again[0].Commit, again[0].Salt));
        Assert.NotEqual(first.Batch!.Note, again[0].Batch!.Note);
        var check = new ReceiptCheck([await Key(tenant)]);
        Assert.All(again, receipt => Assert.Equal(ReceiptState.Genuine, check.Check(receipt).State));
    }

    [Fact]
    public async Task The_receipt_keeps_its_promise_and_the_emitter_can_see_that_with_its_own_token()
    {
        var tenant = shared.NewTenant();
        var receipt = await tenant.Emit(Event(1));
        var client = new LineageClient(tenant.Emitter);
        var check = new ReceiptCheck([await Key(tenant)]);
        await LogServer.Until(async () => (await check.DemandAsync(receipt, client)).State == ReceiptState.Sealed);
        Assert.Equal(await Key(tenant), VerifierKey.Parse((await client.GetLogKeyAsync()).Key));
    }

    [Fact]
    public async Task An_event_that_was_acknowledged_and_removed_before_it_was_sealed_is_named_by_its_receipt()
    {
        using var state = new TemporaryDirectory();
        using var tool = new Cli.Tool();
        var database = await ClusterFixture.CreateDatabaseAsync();
        var book = Path.Combine(tool.Folder, "receipts.ndjson");
        List<Receipt> receipts = [];
        await using (var server = await LogServer.Start(database, state, null, "--Lineage:Log:Sealing=false"))
        {
            (tool.Environment["LINEAGE_URL"], tool.Environment["LINEAGE_TOKEN"]) = (server.Running.Url.ToString(), server.Token);
            tool.Input = string.Join('\n', Enumerable.Range(0, 5).Select(Event));
            Assert.Equal(0, await tool.RunAsync("emit", "-", "--receipts", book));
            receipts.AddRange(ReceiptLine.Read(book).Select(line => line.Receipt).OfType<Receipt>());
        }

        var removed = receipts[2];
        await Rows.Read(database.As(DatabaseRoles.Superuser), $"set session_replication_role = replica; delete from lineage.mt_events where id = '{removed.EventId}' returning 1", r => r.GetInt32(0));

        await using (var server = await LogServer.Start(database, state, null, "--Lineage:Log:MaximumMergeDelaySeconds=60"))
        {
            await server.Seal(99);
            var late = new FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(2));
            var check = new ReceiptCheck([await server.Key()], late);
            var findings = await Task.WhenAll(receipts.Select(r => check.DemandAsync(r, server.Client())));
            Assert.Equal([removed.EventId], findings.Where(f => f.IsBad).Select(f => f.EventId));
            Assert.Equal(4, findings.Count(f => f.State == ReceiptState.Sealed));
            var evidence = findings[2];
            Assert.Equal((ReceiptState.NeverSealed, removed.RecordedAt.AddSeconds(60), removed.Batch!.Note), (evidence.State, evidence.Due, evidence.Note));

            (tool.Environment["LINEAGE_URL"], tool.Environment["LINEAGE_TOKEN"], tool.Time) = (server.Running.Url.ToString(), server.Token, late);
            Assert.Equal(0, await tool.RunAsync("verify", book));
            Assert.Contains("5 receipts: 5 signed.", tool.Out, StringComparison.Ordinal);
            Assert.Equal(1, await tool.RunAsync("verify", book, "--online"));
            Assert.Contains($"Event {removed.EventId}: Acknowledged and never sealed", tool.Out, StringComparison.Ordinal);
            Assert.Contains("    lineage-receipts/v1\n", tool.Out, StringComparison.Ordinal);
            Assert.Contains("5 receipts: 4 sealed, 1 acknowledged and never sealed.", tool.Out, StringComparison.Ordinal);
            Assert.Equal(2, await tool.RunAsync("verify", book, "--online", "--key", "nonsense"));
            tool.Time = new FakeTimeProvider(removed.RecordedAt);
            Assert.Equal(0, await tool.RunAsync("verify", book, "--online", "--json"));
            Assert.Equal(ReceiptState.NotYetDue, (await new ReceiptCheck([await server.Key()], new FakeTimeProvider(removed.RecordedAt)).DemandAsync(removed, server.Client())).State);
        }
    }

    [Fact]
    public async Task A_row_that_is_removed_after_it_was_sealed_stays_provable_by_its_receipt()
    {
        using var state = new TemporaryDirectory();
        var database = await ClusterFixture.CreateDatabaseAsync();
        await using var server = await LogServer.Start(database, state);
        var receipt = await server.Seal(1);
        await Rows.Read(database.As(DatabaseRoles.Superuser), $"set session_replication_role = replica; delete from lineage.mt_events where id = '{receipt.EventId}' returning 1", r => r.GetInt32(0));
        Assert.Equal(ReceiptState.Sealed, (await new ReceiptCheck([await server.Key()]).DemandAsync(receipt, server.Client())).State);
    }

    [Fact]
    public async Task After_a_rotation_receipts_are_signed_by_the_new_key_and_old_ones_still_count()
    {
        using var state = new TemporaryDirectory();
        var database = await ClusterFixture.CreateDatabaseAsync();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await LogServer.Start(database, state, builder => builder.Services.AddSingleton<TimeProvider>(clock));
        var (before, old) = (await server.Seal(1), await server.Key());
        using (var admin = new HttpClient { BaseAddress = server.Running.Url, DefaultRequestHeaders = { Authorization = new("Bearer", server.Running.Issue("root", ["admin"], LogServer.Tenant, TimeSpan.FromHours(1))) } })
        using (var content = new StringContent("""{"reason":"yearly"}""", Encoding.UTF8, "application/json"))
            (await admin.PostAsync(new Uri("/api/v1/log/key/rotate", UriKind.Relative), content)).EnsureSuccessStatusCode();
        clock.Advance(TimeSpan.FromMinutes(1));
        var (after, keys) = (await server.Seal(2), await server.Client().GetLogKeyAsync());
        Assert.Equal(ReceiptState.Invalid, new ReceiptCheck([old]).Check(after).State);
        var check = new ReceiptCheck(keys.All.Select(VerifierKey.Parse));
        Assert.Equal([ReceiptState.Genuine, ReceiptState.Genuine], [check.Check(before).State, check.Check(after).State]);
    }

    private static string Event(int n) => Encoding.UTF8.GetString(LogServer.Event(n));

    private static async Task<VerifierKey> Key(TestTenant tenant) => VerifierKey.Parse((await tenant.Client("auditor").GetStringAsync(new Uri("/api/v1/log/key", UriKind.Relative))).Trim());
}
