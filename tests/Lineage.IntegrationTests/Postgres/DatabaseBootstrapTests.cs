using System.Net;
using System.Net.Sockets;
using Lineage.Server.Infrastructure.Postgres;
using Npgsql;

namespace Lineage.IntegrationTests.Postgres;

/// <summary>Roles and databases on the shared cluster.</summary>
public sealed class DatabaseBootstrapTests
{
    [Fact]
    public async Task Each_role_connects_as_itself_and_only_the_daemon_passes_row_level_security()
    {
        var database = await ClusterFixture.CreateDatabaseAsync();
        foreach (var role in DatabaseRoles.Working)
        {
            Assert.Equal(role, await Sql.ScalarAsync(database.As(role), "SELECT current_user::text"));
            Assert.Equal(
                role == DatabaseRoles.Daemon,
                await Sql.ScalarAsync(database.As(role), "SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user"));
            Assert.False((bool)(await Sql.ScalarAsync(
                database.As(role), "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"))!);
        }
    }

    [Fact]
    public async Task Only_the_owner_creates_tables()
    {
        var database = await ClusterFixture.CreateDatabaseAsync();
        await Sql.ScalarAsync(database.As(DatabaseRoles.Owner), "CREATE TABLE t ()");
        foreach (var role in new[] { DatabaseRoles.App, DatabaseRoles.Daemon })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => Sql.ScalarAsync(database.As(role), "CREATE TABLE u ()"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task The_server_does_not_listen_on_TCP()
    {
        var database = await ClusterFixture.CreateDatabaseAsync();
        Assert.Equal("", await Sql.ScalarAsync(database.As(DatabaseRoles.App), "SELECT current_setting('listen_addresses')"));
        Assert.Equal("0", await Sql.ScalarAsync(
            database.As(DatabaseRoles.Superuser), "SELECT count(*)::text FROM pg_hba_file_rules WHERE type <> 'local' OR auth_method <> 'peer'"));

        using var listening = new TcpListener(IPAddress.Loopback, 0);
        listening.Start();
        var unused = ((IPEndPoint)listening.LocalEndpoint).Port;
        listening.Stop();
        var overTcp = new NpgsqlConnectionStringBuilder(database.As(DatabaseRoles.App)) { Host = "127.0.0.1", Port = unused };
        await Assert.ThrowsAsync<NpgsqlException>(() => Sql.ScalarAsync(overTcp.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task Two_processes_may_set_up_the_same_database_at_once()
    {
        var server = await ClusterFixture.ServerAsync();
        var admin = server.ConnectionString(DatabaseRoles.Superuser, "postgres");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DatabaseBootstrap.EnsureAsync(admin, "at_once", CancellationToken.None)));
        Assert.Equal(DatabaseRoles.Owner, await Sql.ScalarAsync(admin, "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = 'at_once'"));
    }

    [Fact]
    public async Task A_database_is_copied_from_a_template()
    {
        var model = await ClusterFixture.CreateDatabaseAsync();
        await Sql.ScalarAsync(model.As(DatabaseRoles.Owner), "CREATE TABLE kept AS SELECT 42 AS answer");
        var copy = await ClusterFixture.CreateDatabaseAsync(model.Name);
        Assert.Equal(42, await Sql.ScalarAsync(copy.As(DatabaseRoles.Owner), "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task A_login_that_was_given_roles_and_database_acts_as_each_role()
    {
        var database = await ClusterFixture.CreateDatabaseAsync();
        var login = await LoginAsync(database, "CREATEDB");
        await Sql.ScalarAsync(database.As(DatabaseRoles.Superuser), $"GRANT lineage_owner, lineage_app, lineage_daemon TO {login.Role}");

        await DatabaseBootstrap.EnsureAsync(login.ConnectionString, "by_login", CancellationToken.None);

        var acting = DatabaseBootstrap.ActingAs(login.ConnectionString, DatabaseRoles.App, "by_login");
        Assert.Equal($"{DatabaseRoles.App} {login.Role}", await Sql.ScalarAsync(acting, "SELECT current_user || ' ' || session_user"));
    }

    [Fact]
    public async Task A_login_without_rights_gets_the_SQL_for_its_administrator()
    {
        var login = await LoginAsync(await ClusterFixture.CreateDatabaseAsync(), "");
        var refused = await Assert.ThrowsAsync<PostgresSetupException>(() => DatabaseBootstrap.EnsureAsync(login.ConnectionString, "never", CancellationToken.None));
        Assert.Contains($"GRANT lineage_owner, lineage_app, lineage_daemon TO \"{login.Role}\";", refused.Message, StringComparison.Ordinal);
        Assert.Contains("CREATE DATABASE \"never\" OWNER lineage_owner;", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A login as on a server of somebody else: the map of the embedded one is opened for it while this runs.</summary>
    private static async Task<(string Role, string ConnectionString)> LoginAsync(TestDatabase database, string attributes)
    {
        var role = "login_of_" + database.Name;
        await Sql.ScalarAsync(database.As(DatabaseRoles.Superuser), $"CREATE ROLE {role} LOGIN {attributes}");
        await File.AppendAllTextAsync(Path.Combine(database.Server.DataDirectory, "conf", "pg_ident.conf"), $"own \"{Environment.UserName}\" {role}\n");
        await Sql.ScalarAsync(database.As(DatabaseRoles.Superuser), "SELECT pg_reload_conf()");
        return (role, database.Server.ConnectionString(role, "postgres"));
    }
}
