using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Lineage.IntegrationTests.Record;
using Lineage.Merkle;
using Lineage.Server.Infrastructure.Postgres;

namespace Lineage.IntegrationTests.Transparency;

/// <summary>Every event gets one leaf, soon and in order, in the log of its tenant, and whoever may read the log reads it as static files.</summary>
public sealed class SealingTests(AttackedServer shared) : IClassFixture<AttackedServer>
{
    private LineageServer Server => shared.Server;

    [Fact]
    public async Task Every_event_gets_one_leaf_in_the_log_of_its_tenant_dense_and_in_the_order_of_the_record()
    {
        SealedTenant[] tenants = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SealedTenant.Of(Server, 20)))];
        await Task.WhenAll(tenants.Select(tenant => tenant.Emit(30)));
        foreach (var tenant in tenants)
        {
            var leaves = await Rows.Read(
                Server.Database.As(DatabaseRoles.Superuser), $"select f.idx, e.seq_id, e.id, f.entry from lineage_log.leaf f join lineage.mt_events e on e.seq_id = f.seq and e.tenant_id = f.tenant_id where f.tenant_id = '{tenant.Name}' order by f.idx",
                r => (Index: r.GetInt64(0), Sequence: r.GetInt64(1), Id: r.GetGuid(2), Entry: LeafEntry.Parse(r.GetFieldValue<byte[]>(3))));
            Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), leaves.Select(leaf => leaf.Index));
            Assert.Equal(leaves.OrderBy(leaf => leaf.Sequence), leaves);
            Assert.Equal(tenant.Ids, leaves.Select(leaf => leaf.Id));
            Assert.All(leaves, leaf => Assert.Equal((leaf.Id, leaf.Sequence, tenant.Name, false), (leaf.Entry.EventId, leaf.Entry.Sequence, leaf.Entry.Tenant, leaf.Entry.Late)));
            tenant.Dispose();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slow_transaction_holds_the_mark_back_and_what_it_commits_late_is_not_missed(bool commits)
    {
        using var tenant = await SealedTenant.Of(Server, 2);
        await using var slow = await Rows.Open(Server.Database.As(DatabaseRoles.Superuser));
        await using var transaction = await slow.BeginTransactionAsync();
        var drawn = (await Rows.Read(slow, "select nextval('lineage.mt_events_sequence')", r => r.GetInt64(0))).Single();
        var writer = new TestTenant(Server, tenant.Name);
        await writer.Emit(Ol.Run(Ol.Id(900), "COMPLETE", "2026-01-01T01:00:00Z", "slow", Ol.Datas("x")));
        await writer.CatchUp();
        Assert.True(await Mark() < drawn);
        Assert.Equal(2, await Leaves(tenant));
        if (commits)
        {
            await Rows.Read(slow, tenant.Fill("set local session_replication_role = replica; create temp table slow as select * from lineage.mt_events where id = '{1}'"), _ => 0);
            await Rows.Read(slow, $"update slow set id = gen_random_uuid(), version = version + 1000, seq_id = {drawn}; insert into lineage.mt_events select * from slow", _ => 0);
            await transaction.CommitAsync();

            // It did not come through the gate, so it is refused; what counts here is that it was seen.
            await tenant.Until($"select count(*) from lineage_log.unsealed where seq = {drawn}", 1);
        }
        else
        {
            await transaction.RollbackAsync();
        }

        var since = System.Diagnostics.Stopwatch.StartNew();
        await tenant.Until("select count(*) from lineage_log.leaf where tenant_id = '{t}'", 3);
        Assert.True(since.Elapsed < TimeSpan.FromSeconds(5), $"sealing went on after {since.Elapsed}");
        Assert.True(await Mark() > drawn);
    }

    [Fact]
    public async Task A_tenant_reads_its_own_log_alone_and_only_with_the_roles_for_it()
    {
        using var tenant = await SealedTenant.Of(Server, 2);
        using var other = await SealedTenant.Of(Server, 1);
        using var auditor = tenant.Client("auditor");
        foreach (var path in new[] { "checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1" })
        {
            Assert.Equal(HttpStatusCode.OK, await Status(auditor, $"/log/{tenant.Name}/{path}"));
            Assert.Equal(HttpStatusCode.NotFound, await Status(auditor, $"/log/{other.Name}/{path}"));
            foreach (var role in new[] { "officer", "dpo" })
                using (var allowed = tenant.Client(role)) Assert.Equal(HttpStatusCode.OK, await Status(allowed, $"/log/{tenant.Name}/{path}"));
            foreach (var role in new[] { "emitter", "reader", "admin" })
                using (var refused = tenant.Client(role)) Assert.Equal(HttpStatusCode.Forbidden, await Status(refused, $"/log/{tenant.Name}/{path}"));
            using var nobody = new HttpClient { BaseAddress = Server.Running.Url };
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(nobody, $"/log/{tenant.Name}/{path}"));
        }

        var proof = $"/api/v1/log/proofs/inclusion?eventId={tenant.Ids[0]}";
        Assert.Equal(HttpStatusCode.OK, await Status(auditor, proof));
        using (var own = tenant.Client("emitter")) Assert.Equal(HttpStatusCode.OK, await Status(own, proof));
        using (var stranger = Server.Client(tenant.Name, "another emitter", ["emitter"])) Assert.Equal(HttpStatusCode.NotFound, await Status(stranger, proof));
        using (var foreigner = other.Client("auditor")) Assert.Equal(HttpStatusCode.NotFound, await Status(foreigner, proof));
        foreach (var path in new[] { "/api/v1/log/rows", "/api/v1/log/check" })
            foreach (var role in new[] { "emitter", "reader", "admin" })
                using (var refused = tenant.Client(role)) Assert.Equal(HttpStatusCode.Forbidden, await Status(refused, path));
    }

    [Fact]
    public async Task Files_of_the_log_have_their_norms_names_may_be_cached_for_ever_and_are_not_there_beyond_the_size()
    {
        using var tenant = await SealedTenant.Of(Server, 300);
        using var auditor = tenant.Client("auditor");
        async Task<(HttpStatusCode, string, long)> Get(string path)
        {
            using var answer = await auditor.GetAsync(new Uri($"/log/{tenant.Name}/{path}", UriKind.Relative));
            return (answer.StatusCode, answer.Headers.CacheControl?.ToString() ?? "", (await answer.Content.ReadAsByteArrayAsync()).Length);
        }

        const string forEver = "max-age=31536000, private, immutable";
        foreach (var (path, bytes) in new[] { ("tile/0/000", 8192), ("tile/0/001.p/44", 1408), ("tile/0/001.p/7", 224), ("tile/1/000.p/1", 32) })
        {
            var (status, cache, length) = await Get(path);
            Assert.Equal((HttpStatusCode.OK, bytes), (status, length));
            Assert.Equal(forEver.Split(", ").Order(), cache.Split(", ").Order());
        }

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await Get("tile/entries/000")).Item1, (await Get("tile/entries/001.p/44")).Item1));
        Assert.Contains("no-cache", (await Get("checkpoint")).Item2, StringComparison.Ordinal);
        foreach (var path in new[] { "tile/0/001", "tile/0/001.p/45", "tile/0/002.p/1", "tile/1/000.p/2", "tile/2/000.p/1", "tile/entries/001", "tile/0/1.p/44", "tile/0/001.p/044", "tile/0/000.p/0", "tile/x/000", "tile/0/x000/001.p/1" })
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await Get(path)).Item1));
    }

    [Fact]
    public async Task What_waited_for_the_seal_has_a_proof_at_once_that_anybody_verifies_offline()
    {
        using var tenant = await SealedTenant.Of(Server, 5);
        using var auditor = tenant.Client("auditor");
        var (key, proof) = (Path.Combine(tenant.Tool.Folder, "log.vkey"), Path.Combine(tenant.Tool.Folder, "event.tlog-proof"));
        await File.WriteAllTextAsync(key, await auditor.GetStringAsync(new Uri("/api/v1/log/key", UriKind.Relative)));
        await File.WriteAllTextAsync(proof, await auditor.GetStringAsync(new Uri($"/api/v1/log/proofs/inclusion?eventId={tenant.Ids[4]}", UriKind.Relative)));
        Assert.Equal(0, await tenant.Tool.RunAsync("verify", proof, "--key", key));
        Assert.Contains(tenant.Ids[4].ToString(), tenant.Tool.Out, StringComparison.Ordinal);
        Assert.Contains("4 of 5", tenant.Tool.Out, StringComparison.Ordinal);
        await File.WriteAllTextAsync(proof, (await File.ReadAllTextAsync(proof)).Replace("index 4", "index 3", StringComparison.Ordinal));
        Assert.Equal(1, await tenant.Tool.RunAsync("verify", proof, "--key", key));

        // The checkpoint that a notebook or a report kept is shown to go on by the tiles of the server.
        var (before, now) = (Path.Combine(tenant.Tool.Folder, "before"), Path.Combine(tenant.Tool.Folder, "now"));
        var url = new Uri(Server.Running.Url, $"/log/{tenant.Name}").ToString();
        await File.WriteAllTextAsync(before, await auditor.GetStringAsync(new Uri($"/log/{tenant.Name}/checkpoint", UriKind.Relative)));
        await tenant.Emit(4);
        await File.WriteAllTextAsync(now, await auditor.GetStringAsync(new Uri($"/log/{tenant.Name}/checkpoint", UriKind.Relative)));
        var token = Server.Running.Issue("auditor", ["auditor"], tenant.Name, TimeSpan.FromHours(1));
        Assert.Equal(0, await tenant.Tool.RunAsync("verify", now, "--key", key, "--old", before, "--tiles", url, "--url", Server.Running.Url.ToString(), "--token", token));
        Assert.Contains("the checkpoint of 5 entries", tenant.Tool.Out, StringComparison.Ordinal);
        Assert.Equal(1, await tenant.Tool.RunAsync("verify", before, "--key", key, "--old", now));
    }

    [Fact]
    public async Task A_size_of_the_log_is_a_point_in_the_record_and_gives_the_same_answer_as_its_number()
    {
        using var tenant = await SealedTenant.Of(Server, 6);
        var reader = new TestTenant(Server, tenant.Name);
        await reader.CatchUp();
        var sequence = await tenant.Single("select seq from lineage_log.leaf where tenant_id = '{t}' and idx = 3", r => r.GetInt64(0));
        async Task<string> At(string mark)
        {
            var export = await reader.Export($"?asOf=2027-01-01T00:00:00Z&knownAt={mark}");
            export.Remove("knownAt");
            return export.ToJsonString();
        }

        Assert.Equal(await At($"seq:{sequence}"), await At("log:4"));
        Assert.NotEqual(await At("log:3"), await At("log:4"));
        Assert.Equal(4, JsonNode.Parse(await At("log:4"))!["runs"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_new_key_is_announced_under_the_old_one_and_for_a_while_both_sign()
    {
        using var tenant = await SealedTenant.Of(Server, 3);
        using var auditor = tenant.Client("auditor");
        var old = await Head();
        using (var admin = tenant.Client("admin"))
        using (var content = new StringContent("""{"reason":"yearly"}""", Encoding.UTF8, "application/json"))
        using (var rotated = await admin.PostAsync(new Uri("/api/v1/log/key/rotate", UriKind.Relative), content))
            rotated.EnsureSuccessStatusCode();
        await tenant.Emit(1);
        var now = await Head();
        var (first, second) = (old.Signatures.Single().KeyId, VerifierKey.Parse((await auditor.GetStringAsync(new Uri("/api/v1/log/key", UriKind.Relative))).Trim()));
        Assert.Equal([first, second.KeyId], now.Signatures.Select(s => s.KeyId));
        Assert.NotEqual(first, second.KeyId);
        Assert.True(second.Verifies(now, out _));

        var index = await tenant.Single("select f.idx from lineage_log.leaf f join lineage.mt_events e on e.seq_id = f.seq where f.tenant_id = '{t}' and e.type = 'log_key_rotated'", r => r.GetInt64(0));
        var origin = Checkpoint.Parse(now.Text).Origin;
        var covering = SignedNote.Parse(await auditor.GetByteArrayAsync(new Uri($"/api/v1/log/checkpoint?origin={Uri.EscapeDataString(origin)}&covering={index}", UriKind.Relative)));
        Assert.Equal(index + 1, Checkpoint.Parse(covering.Text).Size);
        Assert.Contains(first, covering.Signatures.Select(s => s.KeyId));
        Assert.Equal(HttpStatusCode.NotFound, await Status(auditor, $"/api/v1/log/checkpoint?origin={Uri.EscapeDataString(origin)}&covering=99"));

        async Task<SignedNote> Head() => SignedNote.Parse(await auditor.GetByteArrayAsync(new Uri($"/log/{tenant.Name}/checkpoint", UriKind.Relative)));
    }

    [Fact]
    public async Task The_last_checkpoint_stands_outside_the_database_as_it_was_published()
    {
        using var tenant = await SealedTenant.Of(Server, 3);
        using var auditor = tenant.Client("auditor");
        Assert.Equal(await File.ReadAllTextAsync(ForgedLog.OutsideFile(tenant)), await auditor.GetStringAsync(new Uri($"/log/{tenant.Name}/checkpoint", UriKind.Relative)));
    }

    [Fact]
    public async Task Rows_for_a_verifier_come_in_pages_after_the_sealers_mark_and_say_where_to_go_on()
    {
        using var tenant = await SealedTenant.Of(Server, 5);
        using var auditor = tenant.Client("auditor");
        async Task<JsonNode[]> Page(long after, int limit) =>
            [.. (await auditor.GetStringAsync(new Uri($"/api/v1/log/rows?after={after}&limit={limit}", UriKind.Relative))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
        var first = await Page(0, 3);
        var rest = await Page((long)first[^1]["last"]!, 3);
        Assert.Equal((true, false), ((bool)first[^1]["more"]!, (bool)rest[^1]["more"]!));
        Assert.Equal(tenant.Ids, first[1..^1].Concat(rest[1..^1]).Select(row => (Guid)row["eventId"]!));
        Assert.Equal([3L, 4L], rest[1..^1].Select(row => (long)row["index"]!));
        Assert.True((long)first[0]["mark"]! >= (long)rest[^1]["last"]!);
        var row = first[1];
        Assert.True(new Commitment((string)row["commit"]!, (string)row["salt"]!).Opens(Convert.FromBase64String((string)row["body"]!)));
        Assert.True(new Commitment((string)row["core"]!, (string)row["coreSalt"]!).Opens(Convert.FromBase64String((string)row["coreBody"]!)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Status(auditor, "/api/v1/log/rows?limit=10001"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Status(auditor, "/api/v1/log/rows?limit=0"));
    }

    [Fact]
    public async Task Another_server_takes_the_sealing_over_and_the_check_that_runs_by_itself_warns_of_what_differs()
    {
        await using var server = await LineageServer.Start(AttackedServer.Quiet);
        using var tenant = await SealedTenant.Of(server, 3);
        await using (var second = await server.Second(builder => builder.Configuration["Lineage:Log:CheckIntervalSeconds"] = "1"))
        {
            await server.Restart(async () =>
            {
                using var client = new HttpClient { BaseAddress = second.Url, DefaultRequestHeaders = { Authorization = new("Bearer", second.Issue("emitter", ["emitter", "auditor"], tenant.Name, TimeSpan.FromHours(1))) } };
                using var content = new StringContent(Ol.Run(Ol.Id(77), "COMPLETE", "2026-01-01T00:00:00Z", "j", Ol.Datas("a")), Encoding.UTF8, "application/json");
                using var answer = await client.PostAsync(new Uri("/api/v1/lineage?wait=sealed", UriKind.Relative), content);
                Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
                await tenant.Attack("update lineage.mt_events set type = 'job_observed' where id = '{1}'");
                await tenant.Until("select count(*) from lineage_log.checked where tenant_id = '{t}' and differences > 0", 1);
                var last = JsonNode.Parse(await client.GetStringAsync(new Uri("/api/v1/log/check", UriKind.Relative)))!["last"]!;
                Found.In(last).Names(tenant, DifferenceKind.Row, 1);
                using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                Assert.Contains("record and log differ", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }, AttackedServer.Quiet);
        }

        await tenant.Emit(1);
        Assert.Equal(5, await Leaves(tenant));
    }

    private Task<long> Mark() => Rows.Count(Server.Database, DatabaseRoles.Superuser, null, "select sealed from lineage_log.progress");

    private static Task<long> Leaves(SealedTenant tenant) => tenant.Single("select count(*) from lineage_log.leaf where tenant_id = '{t}'", r => r.GetInt64(0));

    private static async Task<HttpStatusCode> Status(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}
