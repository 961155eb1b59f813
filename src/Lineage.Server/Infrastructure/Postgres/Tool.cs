using System.ComponentModel;
using System.Diagnostics;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>Runs a program to its end and keeps what it wrote.</summary>
internal static class Tool
{
    /// <summary>The end of a run; both streams are in <paramref name="Output"/>.</summary>
    internal sealed record Result(int ExitCode, string Output)
    {
        internal bool Succeeded => ExitCode == 0;
    }

    /// <summary>The exit code of a program that could not be started, as shells have it.</summary>
    private const int NotStarted = 127;

    internal static async Task<Result> RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new Result(NotStarted, e.Message);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation);
            return new Result(process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    internal static Task<Result> RunAsync(string file, string[] arguments, CancellationToken cancellation) =>
        RunAsync(new ProcessStartInfo(file, arguments) { WorkingDirectory = "/" }, cancellation);

    /// <summary>The full path of a program on the search path, or null.</summary>
    internal static string? Find(string name) =>
        SearchPath().Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    internal static IEnumerable<string> SearchPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
