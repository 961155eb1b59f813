using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Sealing;
using Lineage.Server.Infrastructure.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Lineage.Server.Infrastructure.Hosting;

/// <summary>
/// A backup is a folder: the database in one file, and what must never be in a database beside it. Whoever holds it holds the keys too;
/// it belongs in a safe.
/// </summary>
internal static class BackupFolder
{
    private const string Database = "lineage";
    private const string DumpFile = "database.dump";
    private const string StateFolder = "state";
    private const string Checkpoints = "checkpoints";

    // What the state directory keeps, besides the cluster itself.
    private static readonly string[] s_kept = ["keys", "log", Checkpoints];

    /// <summary>Writes a backup of a data directory into a new folder; its server may run.</summary>
    /// <exception cref="PostgresSetupException">Why it cannot be made, in words for the operator.</exception>
    public static async Task Write(string dataDirectory, string folder, Action<string> progress, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Combine(dataDirectory, "pg"))) throw new PostgresSetupException($"{dataDirectory} holds no database of ours. A database on a server of your own is backed up with that server's tools; copy {string.Join(", ", s_kept)} of the data directory with it.");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new PostgresSetupException($"{folder} is not empty.");
        Permissions.MakeDirectory(folder, Permissions.OwnerOnly);

        // The state comes first: a checkpoint that is older than the database is caught up with, one that is newer would look like a loss.
        progress("Copying keys and checkpoints");
        foreach (var kept in s_kept) Copy(Path.Combine(dataDirectory, kept), Path.Combine(folder, StateFolder, kept));
        progress("Copying the database");
        await using var own = await Started(dataDirectory, cancellationToken);
        var tools = await Dumping.OfRunning(dataDirectory, cancellationToken) ?? throw new PostgresSetupException("The database does not run.");
        await tools.Dump(Database, Path.Combine(folder, DumpFile), cancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(folder, DumpFile), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>
    /// Puts a backup into a data directory whose server is stopped. The database that was there stays beside it under another name. Each log
    /// that may have signed more than the backup holds goes on under a new origin when the server next starts.
    /// </summary>
    /// <exception cref="PostgresSetupException">Why it cannot be restored; the data directory is as it was.</exception>
    public static async Task Restore(string dataDirectory, string folder, Action<string> progress, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, DumpFile))) throw new PostgresSetupException($"{folder} is not a backup: it holds no {DumpFile}.");
        var state = new StateDirectory(dataDirectory);
        RefuseForeign(folder, dataDirectory);
        await using var server = await EmbeddedPostgres.StartAsync(new(dataDirectory), NullLogger.Instance, cancellationToken);
        var admin = server.ConnectionString(DatabaseRoles.Superuser, "postgres");
        var aside = await SetAside(admin, cancellationToken);
        if (aside is not null) progress($"The database that was there is kept as {aside}");
        progress("Restoring the database");
        try
        {
            await DatabaseBootstrap.EnsureAsync(admin, Database, cancellationToken);
            await (await Dumping.OfRunning(dataDirectory, cancellationToken))!.Restore(Database, Path.Combine(folder, DumpFile), cancellationToken);
        }
        catch when (aside is not null)
        {
            await Execute(admin, $"drop database if exists {Database} with (force)", CancellationToken.None);
            await Execute(admin, $"alter database {aside} rename to {Database}", CancellationToken.None);
            throw;
        }

        progress("Restoring keys and checkpoints");
        var unsure = Merge(folder, dataDirectory);
        new OutsideCheckpoints(state).AcknowledgeRestore(unsure);
        NpgsqlConnection.ClearAllPools();
    }

    private static async Task<EmbeddedPostgres?> Started(string dataDirectory, CancellationToken cancellationToken) =>
        await Dumping.OfRunning(dataDirectory, cancellationToken) is null ? await EmbeddedPostgres.StartAsync(new(dataDirectory), NullLogger.Instance, cancellationToken) : null;

    private static async Task<string?> SetAside(string admin, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"select '{Database}_before_' || to_char(now() at time zone 'utc', 'YYYYMMDD_HH24MISS') from pg_database where datname = '{Database}'", connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is not string name) return null;
        await Execute(admin, $"alter database {Database} rename to {name}", cancellationToken);
        return name;
    }

    private static async Task Execute(string admin, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Keys of another installation would make every row of this one look forged, and the other way round.
    private static void RefuseForeign(string folder, string dataDirectory)
    {
        foreach (var (from, to) in Files(folder, dataDirectory, "keys").Concat(Files(folder, dataDirectory, "log")))
            if (File.Exists(to) && !File.ReadAllBytes(from).AsSpan().SequenceEqual(File.ReadAllBytes(to)))
                throw new PostgresSetupException($"The backup is of another installation: {Path.GetFileName(to)} differs. Restore into an empty data directory.");
    }

    /// <summary>Copies what is missing, and of each checkpoint keeps the later one.</summary>
    /// <returns>Tenants of which only the backup knows a checkpoint, so that nobody can say what was signed after it.</returns>
    private static List<string> Merge(string folder, string dataDirectory)
    {
        foreach (var kept in s_kept.Where(kept => kept != Checkpoints))
            foreach (var (from, to) in Files(folder, dataDirectory, kept))
                if (!File.Exists(to)) CopyFile(from, to);
        var unsure = new List<string>();
        foreach (var (from, to) in Files(folder, dataDirectory, Checkpoints))
        {
            if (!File.Exists(to)) unsure.Add(Path.GetFileName(to));
            if (!File.Exists(to) || Size(from) > Size(to)) CopyFile(from, to);
        }

        return unsure;
    }

    private static long Size(string checkpoint) => Checkpoint.Parse(SignedNote.Parse(File.ReadAllBytes(checkpoint)).Text).Size;

    private static IEnumerable<(string From, string To)> Files(string folder, string dataDirectory, string kept) =>
        Directory.Exists(Path.Combine(folder, StateFolder, kept))
            ? Directory.EnumerateFiles(Path.Combine(folder, StateFolder, kept)).Select(file => (file, Path.Combine(dataDirectory, kept, Path.GetFileName(file))))
            : [];

    private static void Copy(string from, string to)
    {
        if (!Directory.Exists(from)) return;
        foreach (var file in Directory.EnumerateFiles(from)) CopyFile(file, Path.Combine(to, Path.GetFileName(file)));
    }

    // A copy keeps the mode of the file it is made from: 0600.
    private static void CopyFile(string from, string to)
    {
        Permissions.MakeDirectory(Path.GetDirectoryName(to)!, Permissions.OwnerOnly);
        File.Copy(from, to, overwrite: true);
    }
}
