using System.Diagnostics;
using Lineage.Server.Infrastructure.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lineage.IntegrationTests.Postgres;

/// <summary>Life and death of a cluster, each on a directory of its own.</summary>
public sealed class EmbeddedPostgresTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = ClusterFixture.NewDirectory();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Data_survive_a_restart()
    {
        await using (var first = await StartAsync(_directory))
        {
            await Sql.ScalarAsync(Admin(first), "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        await using var second = await StartAsync(_directory);
        Assert.Equal(42, await Sql.ScalarAsync(Admin(second), "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task A_second_server_on_the_same_directory_is_refused_and_one_on_another_runs_beside_it()
    {
        await using var first = await StartAsync(_directory);
        var refused = await Assert.ThrowsAsync<PostgresSetupException>(() => StartAsync(_directory));
        Assert.Contains("already runs", refused.Message, StringComparison.Ordinal);

        var other = ClusterFixture.NewDirectory();
        try
        {
            await using var second = await StartAsync(other);
            await Sql.ScalarAsync(Admin(second), "CREATE TABLE only_here ()");
            Assert.False((bool)(await Sql.ScalarAsync(Admin(first), "SELECT to_regclass('only_here') IS NOT NULL"))!);
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    [Fact]
    public async Task Committed_rows_survive_a_killed_postmaster()
    {
        var first = await StartAsync(_directory);
        await Sql.ScalarAsync(Admin(first), "CREATE TABLE kept (n int)");
        for (var n = 1; n <= 5; n++)
        {
            await Sql.ScalarAsync(Admin(first), $"INSERT INTO kept VALUES ({n})");
        }

        Kill(first.ProcessId);
        await first.Ended.WaitAsync(s_patience);
        await first.DisposeAsync();

        await using var second = await StartAsync(_directory);
        Assert.Equal(5L, await Sql.ScalarAsync(Admin(second), "SELECT count(*) FROM kept"));
    }

    [Fact]
    public async Task PostgreSQL_stops_by_itself_when_its_server_process_is_killed()
    {
        using var host = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(HostProcess).Assembly.Location, _directory])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var postmaster = int.Parse((await host.StandardOutput.ReadLineAsync())!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(ProcessTable.IsAlive(postmaster));

        host.Kill();
        await host.WaitForExitAsync();

        await EventuallyAsync(() => ProcessTable.PostgresIn(Path.Combine(_directory, "pg")).Count == 0);
        Assert.False(File.Exists(Path.Combine(_directory, "pg", "postmaster.pid")), "a fast shutdown removes the pid file");
    }

    [Fact]
    public async Task A_pid_file_that_names_a_living_stranger_does_not_keep_the_server_from_starting()
    {
        var file = Path.Combine(_directory, "pg", "postmaster.pid");
        var first = await StartAsync(_directory);
        var lines = await File.ReadAllLinesAsync(file);
        await first.DisposeAsync();
        using var stranger = Process.Start(Account(await OsAccount.ForAsync(Path.Combine(_directory, "pg"), NullLogger.Instance, CancellationToken.None)))!;
        try
        {
            lines[0] = stranger.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await File.WriteAllLinesAsync(file, lines);

            await using var second = await StartAsync(_directory);
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }

        static ProcessStartInfo Account(OsAccount account) => account.Start("sleep", ["600"], null);
    }

    [Fact]
    public async Task A_postmaster_that_outlived_its_server_is_stopped_first()
    {
        await using (await StartAsync(_directory))
        {
        }

        var account = await OsAccount.ForAsync(Path.Combine(_directory, "pg"), NullLogger.Instance, CancellationToken.None);
        var binaries = (await PostgresBinaries.FindAsync(null, null, Provisioning.DefaultCache(), CancellationToken.None))!;
        using var orphan = Process.Start(account.Start(
            "sh", ["-c", "exec \"$0\" -D \"$1\" 2>/dev/null", binaries.Postgres, Path.Combine(_directory, "pg")], binaries.LibraryPath))!;
        await EventuallyAsync(() => File.Exists(Path.Combine(_directory, "s", ".s.PGSQL.5432")));

        await using var server = await StartAsync(_directory);
        await orphan.WaitForExitAsync();
        Assert.NotEqual(orphan.Id, server.ProcessId);
        Assert.Equal(0, orphan.ExitCode);
    }

    [Fact]
    public async Task A_directory_too_long_for_a_socket_gets_its_socket_elsewhere()
    {
        var deep = Path.Combine(_directory, new string('d', 120));
        Permissions.Set(_directory, Permissions.Passable);
        await using var server = await StartAsync(deep);
        Assert.Equal(1, await Sql.ScalarAsync(Admin(server), "SELECT 1"));
    }

    [Fact]
    public async Task A_cluster_of_another_major_version_is_refused_in_words()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "pg"));
        await File.WriteAllTextAsync(Path.Combine(_directory, "pg", "PG_VERSION"), "9\n");
        var refused = await Assert.ThrowsAsync<PostgresSetupException>(() => StartAsync(_directory));
        Assert.Contains("written by PostgreSQL 9", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_folder_without_the_programs_is_refused_in_words()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_directory, "empty")).FullName;
        var refused = await Assert.ThrowsAsync<PostgresSetupException>(() =>
            EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(_directory, empty), NullLogger.Instance, CancellationToken.None));
        Assert.Contains(empty, refused.Message, StringComparison.Ordinal);
        Assert.Contains("initdb", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_does_not_start_is_reported_with_the_end_of_its_log()
    {
        await using (await StartAsync(_directory))
        {
        }

        await File.AppendAllTextAsync(Path.Combine(_directory, "pg", "postgresql.auto.conf"), "shared_preload_libraries = 'no_such_library'\n");
        var refused = await Assert.ThrowsAsync<PostgresSetupException>(() => StartAsync(_directory));
        Assert.Contains("no_such_library", refused.Message, StringComparison.Ordinal);
    }

    private static Task<EmbeddedPostgres> StartAsync(string directory) =>
        EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions(directory), NullLogger.Instance, CancellationToken.None);

    private static string Admin(EmbeddedPostgres server) => server.ConnectionString(DatabaseRoles.Superuser, "postgres");

    private static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
        {
            Assert.True(waited.Elapsed < s_patience, "the condition did not come true");
        }
    }
}
