using System.Diagnostics;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>The operating system's account that runs PostgreSQL, which refuses to run as root.</summary>
/// <param name="Name">Its name; it has to be in the account database, initdb looks it up.</param>
/// <param name="IsOther">Whether the server (then root) changes to it.</param>
internal sealed record OsAccount(string Name, bool IsOther)
{
    private const string Packaged = "postgres";
    private const string Own = "lineage";

    /// <summary>The account of an existing cluster is its owner, so that a cluster survives a change of who starts the server.</summary>
    internal static async Task<OsAccount> ForAsync(string cluster, ILogger logger, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return Environment.UserName.Length > 0
                ? new OsAccount(Environment.UserName, false)
                : throw new PostgresSetupException("The user id of this process has no entry in the account database, which PostgreSQL needs. Run the server under a named account.");
        }

        if (Directory.Exists(cluster))
        {
            var owner = await Tool.RunAsync("stat", ["-c", "%U", cluster], cancellation);
            if (owner.Succeeded && owner.Output is not ("root" or "UNKNOWN"))
            {
                return new OsAccount(owner.Output, true);
            }
        }

        foreach (var name in new[] { Packaged, Own })
        {
            if ((await Tool.RunAsync("getent", ["passwd", name], cancellation)).Succeeded)
            {
                return new OsAccount(name, true);
            }
        }

        logger.LogInformation("PostgreSQL does not run as root: creating the system account {Account} for it", Own);
        var made = await Tool.RunAsync("useradd", ["--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", Own], cancellation);
        return made.Succeeded
            ? new OsAccount(Own, true)
            : throw new PostgresSetupException($"PostgreSQL does not run as root, and the account '{Own}' could not be created: {made.Output}");
    }

    /// <summary>A program that runs under this account with nothing of the server's environment, which may hold secrets.</summary>
    internal ProcessStartInfo Start(string file, IEnumerable<string> arguments, string? libraryPath)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = "/" };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["HOME"] = "/";
        start.Environment["LC_ALL"] = "C.UTF-8";
        if (libraryPath is not null)
        {
            start.Environment["LD_LIBRARY_PATH"] = libraryPath;
        }

        if (IsOther)
        {
            start.UserName = Name;
        }

        return start;
    }

    internal async Task OwnAsync(string path, CancellationToken cancellation)
    {
        if (IsOther && await Tool.RunAsync("chown", ["--no-dereference", Name, path], cancellation) is { Succeeded: false } refused)
        {
            throw new PostgresSetupException($"'{path}' could not be handed to the account '{Name}': {refused.Output}");
        }
    }
}
