using System.Globalization;
using System.Runtime.InteropServices;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>Looks at and signals processes by their id.</summary>
internal static class ProcessTable
{
    /// <summary>PostgreSQL's fast shutdown; SIGQUIT and SIGKILL, which leave a recovery behind, are not offered.</summary>
    private const int Interrupt = 2;

    private const int NotPermitted = 1;

    internal static void RequestFastShutdown(int processId) => _ = kill(processId, Interrupt);

    internal static bool IsAlive(int processId) =>
        (kill(processId, 0) == 0 || Marshal.GetLastPInvokeError() == NotPermitted) && !IsZombie(processId);

    /// <summary>The postmaster and back ends that work in a cluster: PostgreSQL's processes stand in their data directory.</summary>
    internal static IReadOnlyList<int> PostgresIn(string cluster) =>
        !Directory.Exists("/proc/self")
            ? []
            : [.. Directory.EnumerateDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0 && WorksIn(id, cluster) && !IsZombie(id))];

    /// <summary>Whether a process surely does not work in the cluster; false also when a PostgreSQL does not let itself be looked at.</summary>
    internal static bool IsKnownStranger(int id, string cluster) => !IsPostgres(id) || (Folder(id) is { } folder && folder != cluster);

    private static bool WorksIn(int id, string cluster)
    {
        try
        {
            if (!IsPostgres(id))
            {
                return false;
            }

            // Without ptrace rights, as in many containers, root cannot see where another account's process stands.
            return Folder(id) is { } folder
                ? folder == cluster
                : File.ReadAllText($"/proc/{id}/cmdline").Split('\0').Contains(cluster);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsPostgres(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/comm").Trim() == "postgres";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? Folder(int id)
    {
        try
        {
            return new DirectoryInfo($"/proc/{id}/cwd").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsZombie(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].StartsWith('Z');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int processId, int signal);
}
