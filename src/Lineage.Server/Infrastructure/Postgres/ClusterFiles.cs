using System.Text;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>Makes a cluster and writes the settings it is started with.</summary>
internal static class ClusterFiles
{
    private const string Map = "own";

    /// <summary>Builtin collation (since 17) does not change with the system's libraries, so an index never breaks under an upgrade.</summary>
    private const int BuiltinLocaleSince = 17;

    internal static async Task InitializeAsync(InstanceDirectory directory, PostgresBinaries binaries, OsAccount account, CancellationToken cancellation)
    {
        var cluster = directory.UnfinishedCluster;
        if (Directory.Exists(cluster))
        {
            Directory.Delete(cluster, recursive: true);
        }

        Permissions.MakeDirectory(cluster, Permissions.OwnerOnly);
        await account.OwnAsync(cluster, cancellation);
        if (await Tool.RunAsync(account.Start("test", ["-w", cluster], null), cancellation) is { Succeeded: false })
        {
            throw new PostgresSetupException($"The account '{account.Name}', which runs PostgreSQL, cannot reach '{cluster}'. Choose a data directory whose parent folders it may pass, such as {EmbeddedPostgres.DefaultDataDirectory()}.");
        }

        string[] locale = binaries.Major >= BuiltinLocaleSince
            ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            : ["--locale=C.UTF-8"];
        string[] arguments =
        [
            "-D", cluster, "-U", DatabaseRoles.Superuser, "--auth-local=peer", "--auth-host=reject", "--encoding=UTF8",
            "--data-checksums", "--no-instructions", .. locale,
        ];
        var made = await Tool.RunAsync(account.Start(binaries.Initdb, arguments, binaries.LibraryPath), cancellation);
        if (!made.Succeeded)
        {
            throw new PostgresSetupException($"The PostgreSQL cluster could not be made in '{cluster}': {made.Output}");
        }

        await File.AppendAllTextAsync(Path.Combine(cluster, "postgresql.conf"), "\ninclude_if_exists = '../conf/lineage.conf'\n", cancellation);
        Directory.Move(cluster, directory.Cluster);
    }

    /// <summary>Writes the settings anew, as they name the account, the socket and what this PostgreSQL can do.</summary>
    internal static async Task ConfigureAsync(InstanceDirectory directory, string sockets, PostgresBinaries binaries, OsAccount account, CancellationToken cancellation)
    {
        var access = Path.Combine(directory.Settings, "pg_hba.conf");
        var identities = Path.Combine(directory.Settings, "pg_ident.conf");
        var main = Path.Combine(directory.Settings, "lineage.conf");
        var lz4 = await Tool.RunAsync(account.Start(
            binaries.Postgres, ["-D", directory.Cluster, "-C", "default_toast_compression", "-c", "default_toast_compression=lz4"], binaries.LibraryPath), cancellation);
        await WriteAsync(access, $"local all all peer map={Map}\n", cancellation);
        await WriteAsync(identities, Identities(account), cancellation);
        await WriteAsync(main, Settings(sockets, access, identities, lz4.Succeeded), cancellation);
    }

    private static string Identities(OsAccount account)
    {
        var map = new StringBuilder();
        foreach (var user in new[] { Environment.UserName, account.Name }.Distinct())
        {
            foreach (var role in DatabaseRoles.All)
            {
                map.Append(Map).Append(" \"").Append(user).Append("\" ").Append(role).Append('\n');
            }
        }

        return map.ToString();
    }

    /// <summary>The log keeps neither statements nor the details of errors: both may carry personal data.</summary>
    private static string Settings(string sockets, string access, string identities, bool lz4) =>
        $"""
        # Written at each start. Tune by ALTER SYSTEM, which goes before this file.
        listen_addresses = ''
        unix_socket_directories = {Quoted($"\"{sockets}\"")}
        unix_socket_permissions = 0700
        port = 5432
        hba_file = {Quoted(access)}
        ident_file = {Quoted(identities)}
        max_connections = 200
        shared_buffers = {SharedMegabytes}MB
        max_wal_size = 2GB
        checkpoint_timeout = 15min
        wal_compression = {(lz4 ? "lz4" : "on")}
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        logging_collector = off
        log_destination = 'stderr'
        log_line_prefix = '%m [%p] %q%u@%d '
        log_statement = 'none'
        log_min_error_statement = 'panic'
        log_error_verbosity = 'terse'
        {(lz4 ? "default_toast_compression = 'lz4'" : "# no lz4 in this PostgreSQL")}

        """;

    /// <summary>A thirty-second of the machine's memory: indexes of ids are written all over, and should be found in memory.</summary>
    private static long SharedMegabytes => Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 32 / 1024 / 1024, 128, 1024);

    private static string Quoted(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    private static async Task WriteAsync(string file, string text, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(file, text, cancellation);
        Permissions.Set(file, Permissions.ReadableFile);
    }
}
