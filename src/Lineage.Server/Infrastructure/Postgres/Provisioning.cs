using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>Brings PostgreSQL to a machine that has none: by the system's package manager for root, else into the user's cache.</summary>
internal static class Provisioning
{
    private const string NpmVersion = "18.4.0-beta.17";

    /// <summary>Packages a private copy does without: the just-in-time compiler, and what manages clusters of the whole system.</summary>
    private static readonly string[] s_unneeded =
        ["adduser", "cron", "debconf", "libllvm", "locales", "logrotate", "openssl", "perl", "libperl", "libjson-perl", "postgresql-common", "postgresql-client-common", "sensible-utils", "ssl-cert", "sysstat", "ucf"];

    internal static string DefaultCache() =>
        Environment.IsPrivilegedProcess
            ? "/var/cache/lineage/postgres"
            : Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
                ? cache
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "lineage", "postgres");

    /// <summary>Tries each way this machine offers and logs what it does; the caller looks for the programs again.</summary>
    /// <exception cref="PostgresSetupException">No way worked; the message names the one command to run.</exception>
    internal static async Task ProvideAsync(int? major, string cache, ILogger logger, CancellationToken cancellation)
    {
        var package = major is null ? "postgresql" : $"postgresql-{major}";
        var apt = Tool.Find("apt-get") is not null;
        List<string> failures = [];
        if (apt && Environment.IsPrivilegedProcess)
        {
            logger.LogInformation("No PostgreSQL on this machine: installing the package {Package} with apt-get", package);
            if (await InstallAsync(package, failures, cancellation))
            {
                return;
            }
        }
        else if (apt)
        {
            logger.LogInformation("No PostgreSQL on this machine: unpacking the package {Package} into {Cache}", package, cache);
            if (await IntoCacheAsync(cache, package, folder => UnpackAsync(package, folder, cancellation), failures, cancellation))
            {
                return;
            }
        }

        if (major is null or 18 && Tool.Find("npm") is not null && NpmPackage() is { } archive)
        {
            logger.LogInformation("No PostgreSQL on this machine: unpacking the npm package {Package} into {Cache}", archive, cache);
            if (await IntoCacheAsync(cache, "npm-" + NpmVersion, folder => UnpackNpmAsync(archive, folder, cancellation), failures, cancellation))
            {
                return;
            }
        }

        var why = failures.Count == 0 ? "" : " What was tried: " + string.Join(" | ", failures);
        throw new PostgresSetupException($"PostgreSQL is needed and was not found. Install it with:  {Command(package, apt)}{why}");
    }

    private static string Command(string package, bool apt) =>
        apt ? $"sudo apt-get install -y --no-install-recommends {package}"
        : Tool.Find("dnf") is not null ? "sudo dnf install -y postgresql-server"
        : Tool.Find("brew") is not null ? "brew install postgresql@17"
        : $"your package manager ({package}), or set ConnectionStrings:Lineage to a PostgreSQL {PostgresBinaries.OldestMajor} or later";

    private static async Task<bool> InstallAsync(string package, List<string> failures, CancellationToken cancellation)
    {
        // Written first, or the package starts a cluster of its own on port 5432.
        const string settings = "/etc/postgresql-common/createcluster.conf";
        if (!File.Exists(settings))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(settings)!);
            await File.WriteAllTextAsync(settings, "create_main_cluster = false\n", cancellation);
        }

        await RunAsync("/", [], cancellation, "apt-get", "update", "-qq");

        // Not cancelled half way: that would leave the system's packages unconfigured.
        return await RunAsync("/", failures, CancellationToken.None, "apt-get", "install", "-y", "--no-install-recommends", package);
    }

    /// <summary>Fills a folder beside the cache's entries and moves it in at once, so that no half entry is ever found and two servers may do it together.</summary>
    private static async Task<bool> IntoCacheAsync(string cache, string entry, Func<string, Task<string?>> fill, List<string> failures, CancellationToken cancellation)
    {
        var folder = Path.Combine(Path.GetDirectoryName(cache)!, $"postgres.{Environment.ProcessId}");
        var target = Path.Combine(cache, entry);
        Directory.CreateDirectory(cache);
        Permissions.MakeDirectory(folder, Permissions.Readable);
        try
        {
            if (await fill(folder) is { } failure)
            {
                failures.Add(failure);
                return false;
            }

            Directory.Move(folder, target);
            return true;
        }
        catch (IOException) when (Directory.Exists(target))
        {
            return true;
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task<string?> UnpackAsync(string package, string folder, CancellationToken cancellation)
    {
        List<string> failures = [];
        var plan = await Tool.RunAsync("apt-get", ["install", "--simulate", "--no-install-recommends", package], cancellation);
        var needed = plan.Output.Split('\n')
            .Where(line => line.StartsWith("Inst ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1])
            .Where(name => !s_unneeded.Any(other => name.StartsWith(other, StringComparison.Ordinal)))
            .ToArray();
        if (!plan.Succeeded || needed.Length == 0)
        {
            return "apt-get install --simulate: " + Tail(plan.Output);
        }

        var archives = Directory.CreateDirectory(Path.Combine(folder, "archives")).FullName;
        if (!await RunAsync(archives, failures, cancellation, ["apt-get", "download", .. needed]))
        {
            return failures[0];
        }

        foreach (var archive in Directory.EnumerateFiles(archives, "*.deb").Order())
        {
            if (!await RunAsync("/", failures, cancellation, "dpkg-deb", "-x", archive, folder))
            {
                return failures[0];
            }
        }

        Directory.Delete(archives, recursive: true);
        return null;
    }

    private static string? NpmPackage() =>
        (OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : null, RuntimeInformation.OSArchitecture) switch
        {
            ({ } system, Architecture.X64) => $"@embedded-postgres/{system}-x64@{NpmVersion}",
            ({ } system, Architecture.Arm64) => $"@embedded-postgres/{system}-arm64@{NpmVersion}",
            _ => null,
        };

    private static async Task<string?> UnpackNpmAsync(string package, string folder, CancellationToken cancellation)
    {
        List<string> failures = [];
        if (!await RunAsync(folder, failures, cancellation, "npm", "pack", "--silent", package)
            || !await RunAsync(folder, failures, cancellation, ["tar", "-xzf", .. Directory.GetFiles(folder, "*.tgz").Select(file => Path.GetFileName(file))]))
        {
            return failures[0];
        }

        foreach (var archive in Directory.GetFiles(folder, "*.tgz"))
        {
            File.Delete(archive);
        }

        var links = Path.Combine(folder, "package", "native", "pg-symlinks.json");
        if (File.Exists(links))
        {
            // npm packages cannot carry links; the package's install script would make them from this list.
            using var list = JsonDocument.Parse(await File.ReadAllTextAsync(links, cancellation));
            foreach (var link in list.RootElement.EnumerateArray())
            {
                MakeLink(Path.Combine(folder, "package"), link.GetProperty("source").GetString()!, link.GetProperty("target").GetString()!);
            }
        }

        foreach (var program in Directory.EnumerateFiles(Path.Combine(folder, "package", "native", "bin")))
        {
            Permissions.Set(program, Permissions.Readable);
        }

        return null;
    }

    private static void MakeLink(string package, string source, string target)
    {
        var link = Path.GetFullPath(target, package);
        var file = Path.GetFullPath(source, package);
        if (link.StartsWith(package + "/", StringComparison.Ordinal) && file.StartsWith(package + "/", StringComparison.Ordinal) && !File.Exists(link))
        {
            File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(link)!, file));
        }
    }

    private static async Task<bool> RunAsync(string folder, List<string> failures, CancellationToken cancellation, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        var run = await Tool.RunAsync(start, cancellation);
        if (!run.Succeeded)
        {
            failures.Add($"{command[0]} {command[1]}: {Tail(run.Output)}");
        }

        return run.Succeeded;
    }

    private static string Tail(string output) => string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(2));
}
