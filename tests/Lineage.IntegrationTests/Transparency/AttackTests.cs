using Lineage.Merkle;
using Microsoft.AspNetCore.Builder;

namespace Lineage.IntegrationTests.Transparency;

/// <summary>One server for all attacks, each in a tenant of its own. It checks only when asked.</summary>
public sealed class AttackedServer : IAsyncLifetime
{
    internal LineageServer Server { get; private set; } = null!;

    internal static void Quiet(WebApplicationBuilder builder) => builder.Configuration["Lineage:Log:CheckIntervalSeconds"] = "0";

    public async Task InitializeAsync() => Server = await LineageServer.Start(Quiet);

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

/// <summary>Whoever owns the database can change what it holds, but not without being found, by the server and by anybody with the tool.</summary>
public sealed class AttackTests(AttackedServer attacked) : IClassFixture<AttackedServer>
{
    private const string Rows = "lineage.mt_events", Leaves = "lineage_log.leaf", Tiles = "lineage_log.tile";
    private const string OurLog = "log_id = (select log_id from lineage_log.log where tenant_id = '{t}')";

    /// <summary>SQL, the kind of difference, and the leaves whose events are to be named.</summary>
    public static TheoryData<string, string, string, int[]> Changes() => new()
    {
        { "the payload of a row", $"update {Rows} set bdata = convert_to(replace(convert_from(bdata, 'UTF8'), 'b3', 'b9'), 'UTF8') where id = '{{3}}'", DifferenceKind.Payload, [3] },
        { "the payload of a row, by white space", $"update {Rows} set bdata = bdata || ' '::bytea where id = '{{0}}'", DifferenceKind.Payload, [0] },
        { "the payload of a row, gone without its salts", $"update {Rows} set bdata = ''::bytea where id = '{{3}}'", DifferenceKind.Payload, [3] },
        { "a salt", $"update {Rows} set headers = headers - 'salt' where id = '{{3}}'", DifferenceKind.Payload, [3] },
        { "the salt of the core facts", $"update {Rows} set headers = headers - 'coreSalt' where id = '{{3}}'", DifferenceKind.Payload, [3] },
        {
            "payload, salt and commitment, fitting each other",
            $"""
            update {Rows} e set bdata = n.body, headers = headers || jsonb_build_object(
              'salt', encode(n.salt, 'base64'), 'commit', encode(sha256(convert_to(E'lineage-commit/v1\n', 'UTF8') || n.salt || n.body), 'base64'))
            from (select decode(repeat('ab', 32), 'hex') as salt, convert_to('["forged"]', 'UTF8') as body) n where e.id = '{"{4}"}'
            """, DifferenceKind.Row, [4]
        },
        { "the commitment to the core facts", $"update {Rows} set headers = headers - 'core' - 'coreSalt' where id = '{{3}}'", DifferenceKind.Row, [3] },
        { "the actor", $"update {Rows} set headers = headers || '{{\"actor\":\"00000000-0000-0000-0000-000000000000\"}}' where id = '{{3}}'", DifferenceKind.Row, [3] },
        { "the recorded time", $"update {Rows} set timestamp = timestamp - interval '1 microsecond' where id = '{{6}}'", DifferenceKind.Row, [6] },
        { "the type", $"update {Rows} set type = 'job_observed' where id = '{{2}}'", DifferenceKind.Row, [2] },
        { "the stream", $"update {Rows} set stream_id = gen_random_uuid() where id = '{{2}}'", DifferenceKind.Row, [2] },
        { "the version", $"update {Rows} set version = version + 100 where id = '{{2}}'", DifferenceKind.Row, [2] },
        { "one row, deleted", $"delete from {Rows} where id = '{{3}}'", DifferenceKind.RowMissing, [3] },
        { "the last rows, deleted", $"delete from {Rows} where id in ('{{5}}', '{{6}}')", DifferenceKind.RowMissing, [5, 6] },
        { "the payloads of two rows, swapped", Swap("bdata = b.bdata"), DifferenceKind.Payload, [2, 5] },
        { "payloads and headers of two rows, swapped", Swap("bdata = b.bdata, headers = b.headers"), DifferenceKind.Row, [2, 5] },
        {
            "the numbers of two rows, swapped",
            $"""
            create temp table numbers as select id, seq_id from {Rows} where id in ('{"{2}"}', '{"{5}"}');
            update {Rows} set seq_id = -seq_id where id in ('{"{2}"}', '{"{5}"}');
            update {Rows} e set seq_id = n.seq_id from numbers n where e.id in ('{"{2}"}', '{"{5}"}') and n.id <> e.id
            """, DifferenceKind.Row, [2, 5]
        },
        { "a tile", $"update {Tiles} set hashes = overlay(hashes placing decode(repeat('00', 32), 'hex') from 97 for 32) where {OurLog}", DifferenceKind.Tile, [3] },
        { "a leaf, removed", $"delete from {Leaves} where {OurLog} and idx = 3", DifferenceKind.EntryMissing, [3] },
        { "a leaf, changed", $"update {Leaves} set entry = convert_to(replace(convert_from(entry, 'UTF8'), 'run_observed', 'job_observed'), 'UTF8') where {OurLog} and idx = 3", DifferenceKind.Entry, [3] },
        { "a leaf, changed to name another event", $"update {Leaves} set entry = convert_to(replace(convert_from(entry, 'UTF8'), '{{3}}', '{{4}}'), 'UTF8') where {OurLog} and idx = 3", DifferenceKind.Entry, [3] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task What_is_changed_in_the_database_is_found_and_named(string what, string sql, string kind, int[] leaves)
    {
        using var tenant = await SealedTenant.Of(attacked.Server);
        (await tenant.Verify()).IsGood();
        await tenant.Attack(sql);
        Assert.NotEmpty(what);
        (await tenant.ServerCheck()).Names(tenant, kind, leaves);
        (await tenant.Verify()).Names(tenant, kind, leaves);
        (await tenant.Verify("--no-notebook")).Names(tenant, kind, leaves);
    }

    [Fact]
    public async Task A_record_that_was_left_alone_is_found_good_and_counted_and_so_it_stays_when_it_grows()
    {
        using var tenant = await SealedTenant.Of(attacked.Server);
        foreach (var found in new[] { await tenant.ServerCheck(), await tenant.Verify(), await tenant.Verify("--no-notebook") })
        {
            found.IsGood();
            Assert.Equal((7, 7, 0), (found.Entries, found.Rows, found.Erased));
        }

        await tenant.Emit(300);
        var grown = await tenant.Verify();
        grown.IsGood();
        Assert.Equal((307, 307), (grown.Entries, grown.Rows));
        (await tenant.ServerCheck()).IsGood();
        (await tenant.Verify("--no-rows")).IsGood();
    }

    [Fact]
    public async Task An_erased_payload_is_counted_and_its_event_still_stands()
    {
        using var tenant = await SealedTenant.Of(attacked.Server);
        await tenant.Attack($"update {Rows} set bdata = ''::bytea, headers = headers - 'salt' - 'coreSalt' where id = '{{3}}'");
        foreach (var found in new[] { await tenant.ServerCheck(), await tenant.Verify() })
        {
            found.IsGood();
            Assert.Equal((7, 1), (found.Rows, found.Erased));
        }
    }

    [Theory]
    [InlineData("headers = headers - 'mac'")]
    [InlineData("headers = headers || '{\"mac\":\"AAAA\"}'")]
    public async Task A_lost_mac_is_seen_by_the_server_alone_since_nobody_else_can_make_one(string change)
    {
        using var tenant = await SealedTenant.Of(attacked.Server);
        await tenant.Attack($"update {Rows} set {change} where id = '{{3}}'");
        (await tenant.ServerCheck()).Names(tenant, DifferenceKind.Mac, 3);
        (await tenant.Verify()).IsGood();
    }

    [Theory]
    [InlineData("headers - 'mac'")]
    [InlineData("headers")]
    public async Task A_row_that_is_put_in_never_becomes_evidence_with_or_without_a_copied_mac(string headers)
    {
        using var tenant = await SealedTenant.Of(attacked.Server);
        var id = Guid.NewGuid();
        await tenant.Attack(Copy(id, "nextval('lineage.mt_events_sequence')", headers));
        await tenant.Until("select count(*) from lineage_log.unsealed where tenant_id = '{t}'", 1);
        foreach (var found in new[] { await tenant.ServerCheck(), await tenant.Verify() })
        {
            Assert.Equal((DifferenceKind.RowInserted, id), (found.Differences.Single().Kind, found.First));
            Assert.Equal(7, found.Entries);
        }
    }

    [Fact]
    public async Task A_row_that_is_put_into_an_old_hole_of_the_record_has_no_entry()
    {
        using var tenant = await SealedTenant.Of(attacked.Server);
        var hole = await tenant.Single("select nextval('lineage.mt_events_sequence')", r => r.GetInt64(0));
        await tenant.Emit(1);
        var id = Guid.NewGuid();
        await tenant.Attack(Copy(id, $"{hole}", "headers"));
        foreach (var found in new[] { await tenant.ServerCheck(), await tenant.Verify() })
            Assert.Equal((DifferenceKind.RowInserted, id), (found.Differences.Single().Kind, found.First));
    }

    [Fact]
    public async Task The_same_row_put_in_again_gets_an_entry_and_is_found_as_one_that_stands_twice()
    {
        using var tenant = await SealedTenant.Of(attacked.Server);
        await tenant.Attack(
            $"""
            do $$ declare i text; begin
              for i in select c.oid::regclass::text from pg_index x join pg_class c on c.oid = x.indexrelid
                where x.indrelid = '{Rows}'::regclass and x.indisunique and not x.indisprimary and pg_get_indexdef(x.indexrelid) like '%id)' loop
                execute format('drop index %s', i);
              end loop; end $$;
            """ + Copy(tenant.Ids[3], "nextval('lineage.mt_events_sequence')", "headers"));
        await tenant.Until("select max(size) from lineage_log.checkpoint where tenant_id = '{t}'", 8);
        foreach (var found in new[] { await tenant.ServerCheck(), await tenant.Verify() })
        {
            Assert.Equal((DifferenceKind.Twice, 7L, tenant.Ids[3]), (found.Differences.Single().Kind, found.Differences.Single().Index, found.First!.Value));
        }
    }

    private static string Swap(string set) => $"update {Rows} a set {set} from {Rows} b where (a.id = '{{2}}' and b.id = '{{5}}') or (a.id = '{{5}}' and b.id = '{{2}}')";

    /// <summary>A copy of the row of leaf 3 under another id, version and number.</summary>
    private static string Copy(Guid id, string sequence, string headers) =>
        $"""
        create temp table copied as select * from {Rows} where id = '{"{3}"}';
        update copied set id = '{id}', version = version + 1000, headers = {headers}, seq_id = {sequence};
        insert into {Rows} select * from copied
        """;
}
