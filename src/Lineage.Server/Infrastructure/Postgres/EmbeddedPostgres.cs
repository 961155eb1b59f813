using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>
/// A PostgreSQL of our own on a private cluster, reached by a unix socket only and by accounts of this machine that its map names. It stops with
/// this object; it also stops by itself when this process dies.
/// </summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const int Port = 5432;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private readonly InstanceDirectory _directory;
    private readonly Postmaster _postmaster;
    private readonly string _sockets;
    private readonly ILogger _logger;
    private int _stopped;

    private EmbeddedPostgres(InstanceDirectory directory, Postmaster postmaster, string sockets, ILogger logger)
    {
        _directory = directory;
        _postmaster = postmaster;
        _sockets = sockets;
        _logger = logger;
    }

    internal int ProcessId => _postmaster.ProcessId;

    /// <summary>Completes when PostgreSQL has ended, asked or not; a host that did not ask ends too, and recovery runs at the next start.</summary>
    internal Task Ended => _postmaster.Ended;

    internal string DataDirectory => _directory.Root;

    /// <summary>The directory used when none is configured.</summary>
    internal static string DefaultDataDirectory() =>
        Environment.IsPrivilegedProcess
            ? "/var/lib/lineage"
            : Path.Combine(
                Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data
                    ? data
                    : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"),
                "lineage");

    /// <summary>Finds or installs PostgreSQL, makes the cluster on the first run, starts it and waits until it answers.</summary>
    /// <exception cref="PostgresSetupException">What keeps it from running, in words for the operator.</exception>
    internal static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PostgresSetupException("The embedded PostgreSQL runs on Linux and macOS. Set ConnectionStrings:Lineage to a PostgreSQL server.");
        }

        var directory = InstanceDirectory.Open(await WithoutLinksAsync(options.DataDirectory, cancellation));
        try
        {
            var major = directory.ClusterMajor();
            var cache = Provisioning.DefaultCache();
            var binaries = await PostgresBinaries.FindAsync(options.BinariesDirectory, major, cache, cancellation);
            if (binaries is null)
            {
                await Provisioning.ProvideAsync(major, cache, logger, cancellation);
                binaries = await PostgresBinaries.FindAsync(null, major, cache, cancellation)
                    ?? throw new PostgresSetupException("PostgreSQL was installed but its programs are not found. Name their folder in the configuration.");
            }

            // Asked only now: installing the package may have created the account.
            var account = await OsAccount.ForAsync(directory.Cluster, logger, cancellation);
            await LeftBehind.ClearAsync(directory.Cluster, logger, cancellation);
            if (major is null)
            {
                logger.LogInformation("Making a PostgreSQL {Major} cluster in {Directory}", binaries.Major, directory.Cluster);
                await ClusterFiles.InitializeAsync(directory, binaries, account, cancellation);
            }

            await directory.PrepareAsync(account, cancellation);
            var sockets = await directory.PrepareSocketsAsync(account, cancellation);
            await ClusterFiles.ConfigureAsync(directory, sockets, binaries, account, cancellation);
            return await LaunchAsync(directory, binaries, account, sockets, logger, cancellation);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>A connection string for a role and database; the operating system's account is the proof of identity.</summary>
    internal string ConnectionString(string role, string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = _sockets,
            Port = Port,
            Username = role,
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            Pooling = true,
            MaxPoolSize = DatabaseRoles.LargestPool(role),
            ConnectionIdleLifetime = 30,
            NoResetOnClose = true,
        }.ConnectionString;

    /// <summary>Stops PostgreSQL with a fast shutdown and releases the data directory. Pools are the caller's to clear before.</summary>
    internal async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1)
        {
            return;
        }

        if (!await _postmaster.StopAsync())
        {
            _logger.LogError("PostgreSQL (process {ProcessId}) did not stop in time; it goes on stopping by itself", ProcessId);
        }

        _directory.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>The system tells where a process stands by the real path, so that is how the directory has to be known.</summary>
    private static async Task<string> WithoutLinksAsync(string path, CancellationToken cancellation)
    {
        var full = Path.GetFullPath(path);
        return await Tool.RunAsync("realpath", ["--canonicalize-missing", "--", full], cancellation) is { Succeeded: true } real ? real.Output : full;
    }

    private static async Task<EmbeddedPostgres> LaunchAsync(
        InstanceDirectory directory, PostgresBinaries binaries, OsAccount account, string sockets, ILogger logger, CancellationToken cancellation)
    {
        var logged = new FileInfo(directory.Log).Length;
        var postmaster = await Postmaster.LaunchAsync(directory, binaries, account, cancellation);
        var server = new EmbeddedPostgres(directory, postmaster, sockets, logger);
        try
        {
            await server.AwaitReadyAsync(logged, cancellation);
            logger.LogInformation("PostgreSQL {Major} runs on {Directory} (process {ProcessId})", binaries.Major, directory.Root, postmaster.ProcessId);
            _ = server.ReportUnaskedEndAsync();
            return server;
        }
        catch
        {
            await server.StopAsync();
            throw;
        }
    }

    private async Task ReportUnaskedEndAsync()
    {
        await Ended;
        if (Volatile.Read(ref _stopped) == 0)
        {
            _logger.LogCritical("PostgreSQL (process {ProcessId}) ended without being asked; see {Log}", ProcessId, _directory.Log);
        }
    }

    /// <summary>A recovery may take longer than the limit: it answers, which starts the wait anew.</summary>
    private async Task AwaitReadyAsync(long logged, CancellationToken cancellation)
    {
        var probe = new NpgsqlConnectionStringBuilder(ConnectionString(DatabaseRoles.Superuser, "postgres")) { Pooling = false, Timeout = 5 }.ConnectionString;
        for (var silence = Stopwatch.StartNew(); ; await Task.Delay(30, cancellation))
        {
            try
            {
                await using var connection = new NpgsqlConnection(probe);
                await connection.OpenAsync(cancellation);
                if (PidFile.Read(_directory.Cluster) != ProcessId)
                {
                    throw new PostgresSetupException($"Another PostgreSQL answers on '{DataDirectory}'. Stop it first.");
                }

                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                silence.Restart();
            }
            catch (PostgresException e)
            {
                throw new PostgresSetupException($"PostgreSQL on '{DataDirectory}' runs but refuses this server: {e.MessageText}", e);
            }
            catch (Exception e) when (e is NpgsqlException or SocketException && !_postmaster.HasEnded && silence.Elapsed < LongestSilence)
            {
                _logger.LogTrace(e, "PostgreSQL does not answer yet");
            }
            catch (Exception e) when (e is NpgsqlException or SocketException)
            {
                var state = _postmaster.HasEnded ? "ended at its start" : "does not answer";
                throw new PostgresSetupException($"PostgreSQL on '{DataDirectory}' {state}. Its log ends with:\n{TailOfLog(logged)}", e);
            }
        }
    }

    private string TailOfLog(long from)
    {
        using var log = File.OpenRead(_directory.Log);
        log.Seek(Math.Min(from, log.Length), SeekOrigin.Begin);
        using var reader = new StreamReader(log);
        return string.Join('\n', reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(10));
    }
}
