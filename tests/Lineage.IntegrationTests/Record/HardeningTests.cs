using System.Text;
using Lineage.IntegrationTests.Postgres;
using Lineage.Server.Infrastructure.Postgres;
using Npgsql;

namespace Lineage.IntegrationTests.Record;

/// <summary>Events are never changed, tenants never mixed, names of callers kept in one place.</summary>
public sealed class HardeningTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly string s_event = Ol.Run(Ol.Id(1), "COMPLETE", "2026-01-01T00:00:00Z", "j", Ol.Datas("a"), [Ol.Data("b", Ol.Columns("f=a.g"))], """{"parent":{"run":{"runId":"p"},"job":{"namespace":"n","name":"p"}}}""", Ol.Lineage("b=a"));

    private TestDatabase Database => shared.Server.Database;

    [Theory]
    [InlineData(DatabaseRoles.Owner, "AU001")]
    [InlineData(DatabaseRoles.Superuser, "AU001")]
    [InlineData(DatabaseRoles.App, PostgresErrorCodes.InsufficientPrivilege)]
    [InlineData(DatabaseRoles.Daemon, PostgresErrorCodes.InsufficientPrivilege)]
    public async Task Nobody_changes_removes_or_truncates_events(string role, string refusal)
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(s_event);
        foreach (var sql in new[]
        {
            $"update lineage.mt_events set bdata = '' where tenant_id = '{tenant.Name}'",
            $"update lineage.mt_events set is_archived = true where tenant_id = '{tenant.Name}'",
            $"delete from lineage.mt_events where tenant_id = '{tenant.Name}'",
            "truncate lineage.mt_events cascade",
        })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => Rows.Count(Database, role, tenant.Name, $"{sql}; select 0::bigint"));
            Assert.True(refused.SqlState == refusal, $"{sql}: {refused.SqlState} {refused.MessageText}");
        }
    }

    [Fact]
    public async Task Every_table_with_a_tenant_shows_the_application_no_row_but_those_of_the_tenant_it_names()
    {
        var (tenant, other) = (shared.NewTenant(), shared.NewTenant());
        foreach (var one in new[] { tenant, other }) await one.Emit(s_event);
        await tenant.CatchUp();
        var tables = await Rows.Read(
            Database.As(DatabaseRoles.Superuser),
            """
            select format('%I.%I', n.nspname, c.relname), c.relkind::text, c.relrowsecurity and c.relforcerowsecurity
            from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
            where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema') order by 1
            """,
            r => (Name: r.GetString(0), Kind: r.GetString(1), Closed: r.GetBoolean(2)));
        Assert.True(tables.Count >= 10, "the tables were not found");
        var filled = 0;
        foreach (var (table, kind, closed) in tables)
        {
            Assert.True(kind == "r" && closed, $"{table} ({kind}) has no forced row-level security");
            Assert.Equal(0, await Rows.Count(Database, DatabaseRoles.App, null, $"select count(*) from {table}"));
            Assert.Equal(0, await Rows.Count(Database, DatabaseRoles.App, "", $"select count(*) from {table}"));
            Assert.Equal(0, await Rows.Count(Database, DatabaseRoles.App, tenant.Name, $"select count(*) from {table} where tenant_id <> '{tenant.Name}'"));
            if (await Rows.Count(Database, DatabaseRoles.Superuser, null, $"select count(*) from {table} where tenant_id = '{tenant.Name}'") is not (> 0 and var rows)) continue;
            Assert.Equal(rows, await Rows.Count(Database, DatabaseRoles.App, tenant.Name, $"select count(*) from {table}"));
            filled++;
        }

        Assert.True(filled >= 9, $"only {filled} tables hold rows of the tenant");
    }

    [Fact]
    public async Task The_application_cannot_write_a_row_of_a_tenant_it_does_not_name()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Rows.Count(
            Database, DatabaseRoles.App, "mine", "insert into lineage.actor (tenant_id, actor_id, subject) values ('yours', gen_random_uuid(), 's'); select 0::bigint"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task The_application_writes_no_read_model()
    {
        var tables = await Rows.Read(Database.As(DatabaseRoles.Superuser), "select relname from pg_class where relnamespace = 'lineage_read'::regnamespace and relkind = 'r'", r => r.GetString(0));
        foreach (var table in tables)
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => Rows.Count(Database, DatabaseRoles.App, "t", $"delete from lineage_read.{table}; select 0::bigint"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task The_name_of_a_caller_stands_in_the_table_of_actors_and_nowhere_else()
    {
        var tenant = shared.NewTenant();
        var name = $"Ilse Änderlein {Guid.NewGuid():N}";
        using var client = shared.Server.Client(tenant.Name, name, ["emitter", "reader"]);
        using (var content = new StringContent(s_event, Encoding.UTF8, "application/json"))
        using (var answer = await client.PostAsync(new Uri("/api/v1/lineage", UriKind.Relative), content))
            answer.EnsureSuccessStatusCode();
        await tenant.CatchUp();

        var tables = await Rows.Read(
            Database.As(DatabaseRoles.Superuser),
            "select schemaname || '.' || quote_ident(tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')", r => r.GetString(0));
        List<string> holding = [];
        foreach (var table in tables)
            if (await Rows.Count(Database, DatabaseRoles.Superuser, null, $"select count(*) from {table} t where t::text like '%{name}%' or t::text like '%{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(name))}%'") > 0)
                holding.Add(table);
        Assert.Equal(["lineage.actor"], holding);
    }

    [Fact]
    public async Task A_caller_has_one_id_in_a_tenant_and_another_in_the_next()
    {
        var (tenant, other) = (shared.NewTenant(), shared.NewTenant());
        async Task<string> Actor(TestTenant of, string e) => (await StoredRow.Of(Database, (await of.Emit(e)).EventId)).Header("actor");
        var first = await Actor(tenant, s_event);
        Assert.Equal(first, await Actor(tenant, "{ " + s_event[1..]));
        Assert.NotEqual(first, await Actor(other, s_event));
    }
}
