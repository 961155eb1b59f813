using System.CommandLine;
using Lineage.Cli.Rendering;
using Lineage.Client;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage report dataset-provenance NODE</c>: what a dataset was made from, by what, when.</summary>
internal static class ReportProvenanceCommand
{
    private const string Type = "dataset-provenance";

    internal static Command Create(CliHost host)
    {
        var node = NodeArgument.Create();
        var times = new QueryOptions();
        var format = QueryOptions.OneOf("--format", "Form of the report; zip is the pack with its evidence. Default: pdf.", "pdf", "html", "json", "csv", "zip");
        var output = new Option<string?>("--output", "-o") { HelpName = "FILE|DIR", Description = "Where to write it; - is standard output. Default: a file in this folder named after type and node." };
        return new Verb(
                Type,
                "Report what a dataset was made from, by which jobs and runs, and when.",
                $"lineage report {Type} postgres://warehouse:5432 shop.mart.customers",
                $"lineage report {Type} dataset:demo:mart.customers --format html -o reports/ --known-at 2026-03-31")
            .With([node, format, output, .. times.Times])
            .Does(host, async call =>
            {
                var id = NodeArgument.Read(call.Value(node));
                var query = times.Read(call);
                var kind = call.Value(format) ?? "pdf";
                var made = await MakeAsync(host, call.Client, new(Type, new Dictionary<string, string> { ["nodeId"] = id.ToString() }, query.AsOf, query.KnownAt), call.Stop);
                if (!made.State.Succeeded)
                {
                    await host.Error.WriteLineAsync($"The report was not made: {Why(made.State)}");
                    return call.Json ? call.WriteJson(made.State, Exit.No) : Exit.No;
                }

                if (call.Value(output) == "-")
                {
                    await using var standard = host.OpenOutput();
                    await call.Client.DownloadReportAsync(made.Report, MediaType(kind), standard, call.Stop);
                    return Exit.Done;
                }

                var path = OutputFile.Choose(call.Value(output), $"{Type}-{OutputFile.Safe(Names.Short(id.ToString()))}.{kind}");
                await OutputFile.WriteAsync(path, file => call.Client.DownloadReportAsync(made.Report, MediaType(kind), file, call.Stop));
                if (call.Json)
                    return call.WriteJson(new { made.Report.Id, file = path });
                await host.Out.WriteLineAsync(path);
                return Exit.Done;
            });
    }

    internal static string MediaType(string format) => format switch
    {
        "pdf" => "application/pdf",
        "html" => "text/html",
        "csv" => "text/csv",
        "zip" => "application/zip",
        _ => "application/json",
    };

    internal static string Why(ReportState state) => state.Missing is { Count: > 0 } missing ? $"it would lack {string.Join(", ", missing)}" : state.State;

    internal static Task<(ReportHandle Report, ReportState State)> MakeAsync(CliHost host, LineageClient client, ReportRequest request, CancellationToken stop) =>
        Progressing.WaitAsync(host, $"Report {request.Type}", async tell =>
        {
            var report = await client.CreateReportAsync(request, stop);
            var state = await client.WaitForReportAsync(report, new Listener(s => tell(s.State)), stop);
            return (report, state);
        });

    private sealed class Listener(Action<ReportState> tell) : IProgress<ReportState>
    {
        public void Report(ReportState value) => tell(value);
    }
}
