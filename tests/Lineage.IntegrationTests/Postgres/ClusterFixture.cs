using System.Diagnostics;
using Lineage.Server.Infrastructure.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Lineage.IntegrationTests.Postgres;

/// <summary>
/// The one PostgreSQL of this test assembly, started when first asked for and gone with the process. Each test class takes a database of its own:
/// <c>var database = await ClusterFixture.CreateDatabaseAsync();</c>
/// </summary>
internal static class ClusterFixture
{
    private static readonly Lazy<Task<EmbeddedPostgres>> s_server = new(StartAsync);
    private static int s_databases;

    internal static Task<EmbeddedPostgres> ServerAsync() => s_server.Value;

    /// <summary>A new database with the three roles, owned by <c>lineage_owner</c>; <paramref name="template"/> names one to copy.</summary>
    internal static async Task<TestDatabase> CreateDatabaseAsync(string? template = null)
    {
        var server = await ServerAsync();
        var name = $"test_{Interlocked.Increment(ref s_databases)}";
        await DatabaseBootstrap.EnsureAsync(server.ConnectionString(DatabaseRoles.Superuser, "postgres"), name, CancellationToken.None, template);
        return new TestDatabase(server, name);
    }

    /// <summary>A directory for one test; the system's temporary folder is short enough for a socket and open to PostgreSQL's account.</summary>
    internal static string NewDirectory() => Directory.CreateTempSubdirectory("lineage-tests-").FullName;

    private static async Task<EmbeddedPostgres> StartAsync()
    {
        var directory = NewDirectory();
        var server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(directory), NullLogger.Instance, CancellationToken.None);
        RemoveAfterExit(directory, server.ProcessId);
        await HurryAsync(server);
        return server;
    }

    /// <summary>Tests that pull the plug run on clusters of their own, so this one need not wait for the disk.</summary>
    private static async Task HurryAsync(EmbeddedPostgres server)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString(DatabaseRoles.Superuser, "postgres"));
        foreach (var sql in new[] { "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET synchronous_commit = off", "SELECT pg_reload_conf()" })
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The runner kills a test process that takes long to exit, so a process of its own waits for both ends and removes the directory.</summary>
    private static void RemoveAfterExit(string directory, int postmaster)
    {
        const string script = "exec </dev/null >/dev/null 2>&1; tail --pid=\"$0\" -f /dev/null; tail --pid=\"$1\" -f /dev/null; rm -rf \"$2\"";
        Process.Start("setsid", ["sh", "-c", script, $"{Environment.ProcessId}", $"{postmaster}", directory]).Dispose();
    }
}

/// <summary>One database of the shared cluster.</summary>
internal sealed record TestDatabase(EmbeddedPostgres Server, string Name)
{
    // Many servers of tests share the cluster; their pools together must stay below what it grants.
    internal string As(string role) => new NpgsqlConnectionStringBuilder(Server.ConnectionString(role, Name)) { MaxPoolSize = 12 }.ConnectionString;
}
