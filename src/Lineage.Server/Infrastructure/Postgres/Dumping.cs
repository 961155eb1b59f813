using System.Diagnostics;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>Takes a database out of a cluster into one file and puts it back, with PostgreSQL's own tools.</summary>
internal sealed class Dumping
{
    private readonly PostgresBinaries _binaries;
    private readonly string _sockets;

    private Dumping(PostgresBinaries binaries, string sockets) => (_binaries, _sockets) = (binaries, sockets);

    /// <summary>The tools for the cluster of a data directory whose server runs; null when none runs there.</summary>
    /// <exception cref="PostgresSetupException">The tools are not beside the server's programs.</exception>
    public static async Task<Dumping?> OfRunning(string dataDirectory, CancellationToken cancellationToken)
    {
        var pid = PidFile.In(Path.Combine(dataDirectory, "pg"));
        if (!File.Exists(pid)) return null;

        // postmaster.pid: process, directory, start time, port, folder of the socket ...
        var lines = await File.ReadAllLinesAsync(pid, cancellationToken);
        if (lines.Length < 5 || !Path.Exists(Path.Combine(lines[4], ".s.PGSQL.5432"))) return null;
        return new(await Binaries(dataDirectory, cancellationToken), lines[4]);
    }

    /// <summary>Writes the database into a new file, as it is at one moment.</summary>
    public Task Dump(string database, string file, CancellationToken cancellationToken) =>
        Run("pg_dump", ["--format=custom", "--no-password", $"--file={file}", "--dbname", database], cancellationToken);

    /// <summary>Fills an empty database from such a file; nothing is left half done.</summary>
    public Task Restore(string database, string file, CancellationToken cancellationToken) =>
        Run("pg_restore", ["--single-transaction", "--exit-on-error", "--no-password", "--dbname", database, file], cancellationToken);

    private async Task Run(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(_binaries.Directory, program), ["--host", _sockets, "--port", "5432", "--username", DatabaseRoles.Superuser, .. arguments]) { WorkingDirectory = "/" };
        if (_binaries.LibraryPath is { } libraries) start.Environment["LD_LIBRARY_PATH"] = libraries;
        var run = await Tool.RunAsync(start, cancellationToken);
        if (!run.Succeeded) throw new PostgresSetupException($"{program} did not succeed: {run.Output}");
    }

    private static async Task<PostgresBinaries> Binaries(string dataDirectory, CancellationToken cancellationToken)
    {
        var major = int.Parse((await File.ReadAllTextAsync(Path.Combine(dataDirectory, "pg", "PG_VERSION"), cancellationToken)).Trim(), System.Globalization.CultureInfo.InvariantCulture);
        var found = await PostgresBinaries.FindAsync(null, major, Provisioning.DefaultCache(), cancellationToken);
        return found is not null && File.Exists(Path.Combine(found.Directory, "pg_dump"))
            ? found
            : throw new PostgresSetupException($"pg_dump and pg_restore of PostgreSQL {major} are not there; install its client programs.");
    }
}
