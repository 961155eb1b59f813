using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>The running server process of a cluster.</summary>
internal sealed class Postmaster
{
    /// <summary>A fast shutdown writes a checkpoint; a slow disk may need this long for it.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(60);

    private Postmaster(int processId, Task ended)
    {
        ProcessId = processId;
        Ended = ended;
    }

    internal int ProcessId { get; }

    /// <summary>Completes when the process ends, asked or not.</summary>
    internal Task Ended { get; }

    internal bool HasEnded => !ProcessTable.IsAlive(ProcessId);

    /// <summary>
    /// Starts the process in a session of its own, so that Ctrl-C reaches only this process, which drains first. Where setpriv can do it
    /// the process also ends by itself, with a fast shutdown, when this process dies.
    /// </summary>
    internal static async Task<Postmaster> LaunchAsync(InstanceDirectory directory, PostgresBinaries binaries, OsAccount account, CancellationToken cancellation) =>
        Tool.Find("setsid") is { } setsid && Tool.Find("setpriv") is { } setpriv
            && (await Tool.RunAsync(account.Start(setpriv, ["--pdeathsig", "INT", "true"], null), cancellation)).Succeeded
            ? await LaunchBoundAsync(
                account.Start(
                    setsid,
                    [setpriv, "--pdeathsig", "INT", "sh", "-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", directory.Log, binaries.Postgres, "-D", directory.Cluster],
                    binaries.LibraryPath))
            : await LaunchLooseAsync(directory, binaries, account, cancellation);

    /// <summary>Asks for a fast shutdown and waits for its end.</summary>
    /// <returns>False when the process did not end in a minute; it is left to end by itself, as killing it would cost a recovery.</returns>
    internal async Task<bool> StopAsync()
    {
        ProcessTable.RequestFastShutdown(ProcessId);
        for (var waited = Stopwatch.StartNew(); !HasEnded; await Task.Delay(10))
        {
            if (waited.Elapsed > LongestStop)
            {
                return false;
            }
        }

        return true;
    }

    private static Task<Postmaster> LaunchBoundAsync(ProcessStartInfo start)
    {
        var launched = new TaskCompletionSource<Postmaster>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // The signal on a parent's death comes when the thread that started the process ends, so that thread has to last.
        var keeper = new Thread(() =>
        {
            try
            {
                using var process = Process.Start(start)!;
                launched.SetResult(new Postmaster(process.Id, ended.Task));
                process.WaitForExit();
                ended.SetResult();
            }
            catch (Win32Exception e)
            {
                launched.TrySetException(new PostgresSetupException($"PostgreSQL could not be started: {e.Message}", e));
            }
        })
        {
            IsBackground = true,
            Name = "postgres",
        };
        keeper.Start();
        return launched.Task;
    }

    private static async Task<Postmaster> LaunchLooseAsync(InstanceDirectory directory, PostgresBinaries binaries, OsAccount account, CancellationToken cancellation)
    {
        var start = account.Start(binaries.PgCtl, ["-D", directory.Cluster, "-l", directory.Log, "-W", "-s", "start"], binaries.LibraryPath);
        var run = await Tool.RunAsync(start, cancellation);
        var file = Path.Combine(directory.Cluster, "postmaster.pid");
        for (var waited = Stopwatch.StartNew(); run.Succeeded && waited.Elapsed < LongestStop; await Task.Delay(20, cancellation))
        {
            if (File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return new Postmaster(id, WatchAsync(id));
            }
        }

        throw new PostgresSetupException($"PostgreSQL could not be started; see {directory.Log}. {run.Output}");
    }

    private static async Task WatchAsync(int processId)
    {
        while (ProcessTable.IsAlive(processId))
        {
            await Task.Delay(500);
        }
    }
}
