using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Lineage.Server;

namespace Lineage.IntegrationTests.Faults;

/// <summary>The server in a process of its own, on a data directory that outlives it. It is killed after three minutes whatever happens.</summary>
internal sealed class ChildServer : IDisposable
{
    private readonly Process _process;

    private ChildServer(Process process, string directory, Uri url) => (_process, Url, Token) = (process, url, ServerHost.IssueToken(directory, "load", ["emitter", "reader"], "default", TimeSpan.FromHours(1), null));

    public Uri Url { get; }

    /// <summary>A token that may emit and read; good after a restart too.</summary>
    public string Token { get; }

    public static Process Launch(string directory, params string[] settings)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(ServerHost).Assembly.Location, "--Lineage:Urls=http://127.0.0.1:0", $"--Lineage:DataDirectory={directory}", "--Logging:LogLevel:Default=Error", .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        const string watch = "exec </dev/null >/dev/null 2>&1; timeout 180 tail --pid=\"$0\" -f /dev/null; kill -9 \"$0\"";
        Process.Start("setsid", ["sh", "-c", watch, process.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
        return process;
    }

    public static async Task<ChildServer> Start(string directory, params string[] settings)
    {
        const string ready = "Lineage is ready on ";
        var process = Launch(directory, settings);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.StartsWith(ready, StringComparison.Ordinal)) return new(process, directory, new(line[ready.Length..]));
        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    /// <summary>Emits until the server is gone; returns every event that was acknowledged.</summary>
    /// <param name="enough">Called with the number acknowledged so far.</param>
    public async Task<IReadOnlyList<string>> Load(Action<int> enough)
    {
        var acknowledged = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async writer =>
        {
            using var client = Client();
            for (var n = 0; n < 100_000; n++)
            {
                var e = Ol.Run(Ol.Id((writer * 1000) + (n / 3)), n % 3 == 2 ? "COMPLETE" : "RUNNING", $"2026-01-01T00:00:{n % 60:00}Z", $"j{writer}", Ol.Datas($"a{n % 50}"), [Ol.Data($"b{n}", Ol.Columns($"x=a{n % 50}.y"))]);
                using var content = new StringContent(e, Encoding.UTF8, "application/json");
                try
                {
                    using var answer = await client.PostAsync(new Uri("/api/v1/lineage", UriKind.Relative), content);
                    if (answer.IsSuccessStatusCode) acknowledged.Enqueue(e);
                    else if ((int)answer.StatusCode >= 500) break;
                }
                catch (Exception gone) when (gone is HttpRequestException or IOException or TaskCanceledException)
                {
                    break;
                }

                enough(acknowledged.Count);
            }
        }));
        return [.. acknowledged];
    }

    public HttpClient Client() => new()
    {
        BaseAddress = Url,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) },
    };

    public void Kill() => _process.Kill();

    /// <summary>The exit code, once asked to stop by SIGTERM.</summary>
    public async Task<int> Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        return await Exited();
    }

    public async Task<int> Exited()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit(TimeSpan.FromSeconds(20));
        _process.Dispose();
    }
}
