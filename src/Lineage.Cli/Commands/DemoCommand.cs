using System.CommandLine;
using System.Globalization;
using Lineage.Cli.Demo;
using Lineage.Cli.Rendering;
using Lineage.Server;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage demo</c>: a server on a throw-away data directory and a small pipeline that really runs.</summary>
internal static class DemoCommand
{
    internal static Command Create(CliHost host)
    {
        var events = new Option<string?>("--events") { HelpName = "FOLDER", Description = "Recorded OpenLineage events to take in as well." };
        var exit = new Option<bool>("--exit") { Description = "End after that instead of serving until Ctrl-C." };
        var output = new Option<string?>("--output", "-o") { HelpName = "DIR", Description = "Where files, model and reports go. Default: ./lineage-demo." };
        var port = new Option<int?>("--port") { HelpName = "PORT", Description = "Port of the server. Default: 0, a free one." };
        return new Verb(
                "demo",
                "Start a server on a throw-away data directory, run a small pipeline on this machine (shop files, warehouse tables, masked mart, training set, model), "
                + "show the lineage of the model and write provenance reports. Exit code 1 when a step fails.",
                "lineage demo",
                "lineage demo --exit --output ./lineage-demo",
                "lineage demo --events ./recorded-events --port 5080")
            .With(events, exit, output, port)
            .Does(host, async call =>
            {
                var data = Directory.CreateTempSubdirectory("lineage-demo-");
                try
                {
                    string[] settings =
                    [
                        $"--Lineage:DataDirectory={data.FullName}",
                        string.Create(CultureInfo.InvariantCulture, $"--Lineage:Urls=http://127.0.0.1:{call.Value(port) ?? 0}"),
                        "--Lineage:GrpcUrl=http://127.0.0.1:0",
                        "--Logging:LogLevel:Default=Warning",
                    ];
                    await host.Error.WriteLineAsync("Starting the server ...");
                    await using var server = await ServerHost.StartAsync(settings, call.Stop);
                    var run = new DemoRun(call, server, call.Value(output) ?? "lineage-demo");
                    var done = await run.DoAsync(call.Value(events));
                    Show(call, run);
                    if (done && !call.Value(exit))
                        await UntilStoppedAsync(host, server.Url, data.FullName, call.Stop);
                    return done ? Exit.Done : Exit.No;
                }
                finally
                {
                    data.Delete(recursive: true);
                }
            });
    }

    private static void Show(Call call, DemoRun run)
    {
        if (call.Json)
        {
            call.WriteJson(new { run.Steps });
            return;
        }

        var table = Tables.Create(call.Host, "STEP", "SECONDS", "", "RESULT");
        foreach (var step in run.Steps)
            table.Row(step.Name, step.Seconds.ToString("0.0", CultureInfo.InvariantCulture), step.Done ? "done" : "FAILED", step.Result);
        call.Host.Console.Write(table);
    }

    private static async Task UntilStoppedAsync(CliHost host, Uri url, string data, CancellationToken stop)
    {
        await host.Error.WriteLineAsync($"Serving on {url} until Ctrl-C. A token: lineage token --role officer --data-directory {data}");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        }
        catch (OperationCanceledException)
        {
            await host.Error.WriteLineAsync("Stopping.");
        }
    }
}
