using System.Globalization;
using System.Text;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>The state directory of one installation, locked for this process until disposed.</summary>
internal sealed class InstanceDirectory : IDisposable
{
    /// <summary>sun_path of unix(7) less its closing zero.</summary>
    private const int LongestSocketPath = 107;

    /// <summary>A log longer than this is set aside at the next start; one older part is kept.</summary>
    private const long LongestLog = 16 * 1024 * 1024;

    private readonly FileStream _lock;
    private string? _temporarySockets;

    private InstanceDirectory(string root, FileStream held)
    {
        Root = root;
        _lock = held;
    }

    internal string Root { get; }

    internal string Cluster => Path.Combine(Root, "pg");

    /// <summary>Where a cluster is made; it becomes <see cref="Cluster"/> by one rename, so that an interrupted start leaves no half cluster.</summary>
    internal string UnfinishedCluster => Path.Combine(Root, "pg.new");

    /// <summary>Settings lie outside the cluster: root never writes into a folder that another account owns.</summary>
    internal string Settings => Path.Combine(Root, "conf");

    internal string Log => Path.Combine(Root, "pg.log");

    /// <summary>The major version that made the cluster, or null when there is none yet.</summary>
    internal int? ClusterMajor()
    {
        var file = Path.Combine(Cluster, "PG_VERSION");
        if (File.Exists(file))
        {
            return int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture);
        }

        return Directory.Exists(Cluster)
            ? throw new PostgresSetupException($"'{Cluster}' exists but is not a PostgreSQL cluster. Move it away or choose another data directory.")
            : null;
    }

    /// <summary>Creates the directory when it is missing and takes its lock, which the system releases when this process ends in whatever way.</summary>
    internal static InstanceDirectory Open(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            Permissions.MakeDirectory(root, Environment.IsPrivilegedProcess ? Permissions.Passable : Permissions.OwnerOnly);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new PostgresSetupException($"The data directory '{root}' cannot be used: {e.Message}", e);
        }

        var file = Path.Combine(root, "instance.lock");
        try
        {
            return new InstanceDirectory(root, Permissions.OpenOwnerOnly(file, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PostgresSetupException($"The data directory '{root}' belongs to another account: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new PostgresSetupException($"Another server already runs on the data directory '{root}'. Stop it, or give this one a directory of its own.", e);
        }
    }

    internal async Task PrepareAsync(OsAccount account, CancellationToken cancellation)
    {
        Permissions.MakeDirectory(Settings, Permissions.Readable);
        if (new FileInfo(Log) is { Exists: true, Length: > LongestLog })
        {
            File.Move(Log, Log + ".1", overwrite: true);
        }

        await Permissions.OpenOwnerOnly(Log, FileShare.ReadWrite).DisposeAsync();
        await account.OwnAsync(Log, cancellation);
    }

    /// <summary>The folder of the socket: in the data directory, or a private temporary one when that path is too long for a socket's address.</summary>
    internal async Task<string> PrepareSocketsAsync(OsAccount account, CancellationToken cancellation)
    {
        var sockets = Path.Combine(Root, "s");
        if (FitsSocket(sockets))
        {
            Permissions.MakeDirectory(sockets, Permissions.OwnerOnly);
        }
        else
        {
            sockets = _temporarySockets = Directory.CreateTempSubdirectory("lineage-").FullName;
            if (!FitsSocket(sockets))
            {
                throw new PostgresSetupException($"Both the data directory '{Root}' and the temporary folder '{Path.GetTempPath()}' are too long for a unix socket. Choose a shorter data directory.");
            }
        }

        await account.OwnAsync(sockets, cancellation);
        return sockets;
    }

    public void Dispose()
    {
        if (_temporarySockets is not null && Directory.Exists(_temporarySockets))
        {
            Directory.Delete(_temporarySockets, recursive: true);
        }

        _lock.Dispose();
    }

    private static bool FitsSocket(string folder) => Encoding.UTF8.GetByteCount(folder + "/.s.PGSQL.5432") <= LongestSocketPath;
}
