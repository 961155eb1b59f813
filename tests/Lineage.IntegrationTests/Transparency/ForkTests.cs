using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Sealing;
using Lineage.Server.Infrastructure;

namespace Lineage.IntegrationTests.Transparency;

/// <summary>Attackers who also hold the signing key, or cut off the end and all its traces: what somebody else kept gives them away.</summary>
public sealed class ForkTests
{
    private const string Cut =
        """
        delete from lineage.mt_events where tenant_id = '{t}' and id in ('{5}', '{6}');
        delete from lineage_log.leaf where tenant_id = '{t}' and idx >= 5;
        update lineage_log.tile set hashes = substring(hashes from 1 for 5 * 32) where tenant_id = '{t}';
        delete from lineage_log.checkpoint where tenant_id = '{t}' and size > 5
        """;

    [Fact]
    public async Task A_rewritten_or_shortened_log_is_found_by_what_was_kept_outside_and_nothing_is_added_to_it_after_a_restart()
    {
        await using var server = await LineageServer.Start(AttackedServer.Quiet);
        using var forked = await SealedTenant.Of(server);
        using var kept = await SealedTenant.Of(server);
        using var cut = await SealedTenant.Of(server, 5);
        using var witness = await SealedTenant.Of(server);
        await cut.Emit(2);
        foreach (var tenant in new[] { forked, kept, cut }) (await tenant.Verify()).IsGood();
        var before = Path.Combine(kept.Tool.Folder, "kept.checkpoint");
        await File.WriteAllTextAsync(before, await File.ReadAllTextAsync(ForgedLog.OutsideFile(kept)));

        // The row and its entry say the same again, and the new tree is signed with the true key.
        foreach (var tenant in new[] { forked, kept })
        {
            await ForgedLog.Write(tenant, (index, entry) => index == 3 ? entry with { Type = "job_observed" } : entry);
            await tenant.Attack("update lineage.mt_events set type = 'job_observed' where id = '{3}'");
        }

        await cut.Attack(Cut);

        (await forked.Verify("--no-notebook")).IsGood();
        (await forked.Verify()).Names(forked, DifferenceKind.Forked, 3);
        var found = await forked.ServerCheck();
        Assert.Contains(found.Differences, d => d.Kind == DifferenceKind.Forked);
        Assert.Equal((DifferenceKind.Mac, forked.Ids[3]), (found.Differences[0].Kind, found.First!.Value));
        var against = await kept.Verify("--no-notebook", "--checkpoint", before);
        Assert.Equal(DifferenceKind.Forked, Assert.Single(against.Differences).Kind);

        (await cut.Verify("--no-notebook")).IsGood();
        (await cut.Verify()).Names(cut, DifferenceKind.Shrunk, 5);
        var shrunk = Assert.Single((await cut.ServerCheck()).Differences);
        Assert.Equal((DifferenceKind.Shrunk, 5L), (shrunk.Kind, shrunk.Index!.Value));

        await server.Restart(adjust: AttackedServer.Quiet);
        foreach (var tenant in new[] { forked, cut })
        {
            await tenant.Until("select count(*) from lineage_log.log where tenant_id = '{t}' and held is not null", 1);
            var size = await Size(tenant);
            await witness.Emit(1);
            Assert.Equal(size, await Size(tenant));
            Assert.Contains((await tenant.ServerCheck()).Differences, d => d.Kind == DifferenceKind.Held);
            Assert.Contains((await tenant.Verify()).Differences, d => d.Kind == DifferenceKind.Held);
        }

        (await witness.Verify()).IsGood();
        using (var ready = await forked.Client("reader").GetAsync(new Uri("/health/ready", UriKind.Relative)))
            Assert.Contains("held", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Somebody says that it was a restore: the log goes on under a new origin that tells what is lost, and so does the tool.
        await server.Restart(
            () =>
            {
                new OutsideCheckpoints(new StateDirectory(server.StateDirectory)).AcknowledgeRestore([]);
                return Task.CompletedTask;
            }, AttackedServer.Quiet);
        await cut.Emit(1);
        var continued = await cut.Verify();
        continued.IsGood();
        Assert.Contains("the last 2 of its 7 entries are lost", continued.Text, StringComparison.Ordinal);
        Assert.Contains($"the first of them of event {cut.Ids[5]}", continued.Text, StringComparison.Ordinal);
        Assert.Equal((7, 6), (continued.Entries, continued.Rows));
        (await cut.ServerCheck()).IsGood();
        (await cut.Verify()).IsGood();
    }

    [Fact]
    public async Task Another_key_that_the_known_one_did_not_hand_over_to_is_not_trusted_whatever_the_server_says()
    {
        await using var server = await LineageServer.Start(AttackedServer.Quiet);
        using var tenant = await SealedTenant.Of(server);
        (await tenant.Verify()).IsGood();
        await server.Restart(
            async () =>
            {
                await File.WriteAllBytesAsync(ForgedLog.KeyFile(tenant), System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
                await ForgedLog.Outside(tenant, await ForgedLog.Write(tenant, (_, entry) => entry));
            }, AttackedServer.Quiet);
        (await tenant.ServerCheck()).IsGood();
        (await tenant.Verify("--no-notebook")).IsGood();
        Assert.Equal(DifferenceKind.Key, Assert.Single((await tenant.Verify()).Differences).Kind);
    }

    [Fact]
    public async Task A_key_that_was_changed_by_a_sealed_event_is_followed_even_when_the_old_one_signs_no_more()
    {
        await using var server = await LineageServer.Start(AttackedServer.Quiet);
        using var tenant = await SealedTenant.Of(server);
        (await tenant.Verify()).IsGood();
        using (var admin = tenant.Client("admin"))
        using (var content = new StringContent("""{"reason":"yearly"}""", System.Text.Encoding.UTF8, "application/json"))
        using (var rotated = await admin.PostAsync(new Uri("/api/v1/log/key/rotate", UriKind.Relative), content))
            rotated.EnsureSuccessStatusCode();

        // As if the overlap were over.
        await server.Restart(() => tenant.Attack("update lineage_log.log set key_since = key_since - interval '100 days' where tenant_id = '{t}'"), AttackedServer.Quiet);
        await tenant.Emit(1);
        Assert.Single(SignedNote.Parse(await File.ReadAllBytesAsync(ForgedLog.OutsideFile(tenant))).Signatures);
        var found = await tenant.Verify();
        found.IsGood();
        Assert.Contains("key was changed", found.Text, StringComparison.Ordinal);
        (await tenant.Verify()).IsGood();
    }

    private static Task<long> Size(SealedTenant tenant) => tenant.Single("select count(*) from lineage_log.leaf where tenant_id = '{t}'", r => r.GetInt64(0));
}
