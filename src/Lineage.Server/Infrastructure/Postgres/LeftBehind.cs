using System.Diagnostics;
using System.Globalization;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>Clears what an earlier server left on a cluster whose lock this process holds.</summary>
internal static class LeftBehind
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Stops a postmaster that outlived its server, waits for back ends that outlived their postmaster, and removes a pid file that names a stranger.</summary>
    internal static async Task ClearAsync(string cluster, ILogger logger, CancellationToken cancellation)
    {
        var file = Path.Combine(cluster, "postmaster.pid");
        var named = NamedIn(file);
        var working = ProcessTable.PostgresIn(cluster);
        if (named is { } postmaster && working.Contains(postmaster))
        {
            logger.LogWarning("A PostgreSQL (process {ProcessId}) of an earlier server still runs on {Cluster}; stopping it", postmaster, cluster);
            ProcessTable.RequestFastShutdown(postmaster);
        }

        for (var waited = Stopwatch.StartNew(); working.Count > 0; working = ProcessTable.PostgresIn(cluster))
        {
            if (waited.Elapsed > Patience)
            {
                throw new PostgresSetupException($"PostgreSQL processes of an earlier server still work in '{cluster}' and do not end: {string.Join(", ", working)}.");
            }

            await Task.Delay(20, cancellation);
        }

        // PostgreSQL removes the file of a dead process itself but refuses one whose id was given to somebody else, as happens in containers.
        if (Directory.Exists("/proc/self") && NamedIn(file) is { } reused && ProcessTable.IsAlive(reused) && ProcessTable.IsKnownStranger(reused, cluster))
        {
            logger.LogWarning("{File} names process {ProcessId}, which is not PostgreSQL; removing the file", file, reused);
            File.Delete(file);
        }
    }

    private static int? NamedIn(string file) =>
        File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
