using System.CommandLine;
using Lineage.Cli.Rendering;
using Lineage.Client;

namespace Lineage.Cli.Commands;

/// <summary>What every kind of report shares on the command line: its form, where it goes, and waiting for it.</summary>
internal sealed class ReportWriting
{
    private readonly Option<string?> format = QueryOptions.OneOf("--format", "Form of the report; zip is the pack with its evidence. Default: pdf.", "pdf", "html", "json", "csv", "zip");
    private readonly Option<bool> payloads = new("--payloads") { Description = "In a pack, open what events say in full, not only their core facts." };
    private readonly Option<string?> output = new("--output", "-o") { HelpName = "FILE|DIR", Description = "Where to write it; - is standard output. Default: a file in this folder named after the type and what it is about." };

    internal Symbol[] Options => [format, payloads, output];

    /// <summary>Makes the report and writes it.</summary>
    /// <param name="about">What the file is named after besides the type; null for nothing.</param>
    internal async Task<int> RunAsync(Call call, ReportRequest request, string? about)
    {
        var kind = call.Value(format) ?? "pdf";
        if (call.Value(payloads) && kind != "zip")
            throw new UsageException("--payloads is for packs: --format zip.");
        var made = await MakeAsync(call.Host, call.Client, request, call.Stop);
        if (!made.State.Succeeded)
        {
            await call.Host.Error.WriteLineAsync($"The report was not made: {Why(made.State)}");
            return call.Json ? call.WriteJson(made.State, Exit.No) : Exit.No;
        }

        Task Write(Stream to) => call.Value(payloads) ? call.Client.DownloadReportPackAsync(made.Report, payloads: true, to, call.Stop) : call.Client.DownloadReportAsync(made.Report, MediaType(kind), to, call.Stop);
        if (call.Value(output) == "-")
        {
            await using var standard = call.Host.OpenOutput();
            await Write(standard);
            return Exit.Done;
        }

        var path = OutputFile.Choose(call.Value(output), $"{request.Type}{(about is null ? "" : $"-{OutputFile.Safe(about)}")}.{kind}");
        await OutputFile.WriteAsync(path, Write);
        if (call.Json)
            return call.WriteJson(new { made.Report.Id, file = path });
        await call.Host.Out.WriteLineAsync(path);
        return Exit.Done;
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
