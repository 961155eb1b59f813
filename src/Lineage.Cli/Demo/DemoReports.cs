using Lineage.Cli.Commands;
using Lineage.Client;
using Lineage.Contracts;

namespace Lineage.Cli.Demo;

/// <summary>Makes one provenance report and writes it in every form.</summary>
internal static class DemoReports
{
    private static readonly string[] Formats = ["pdf", "html", "json"];

    internal static async Task<string> WriteAsync(CliHost host, LineageClient client, DatasetName dataset, string name, string folder, CancellationToken stop)
    {
        var request = new ReportRequest("dataset-provenance", new Dictionary<string, string> { ["nodeId"] = dataset.Node.ToString() });
        var (report, state) = await ReportProvenanceCommand.MakeAsync(host, client, request, stop);
        if (!state.Succeeded)
            throw new InvalidOperationException($"The report on {name} was not made: {ReportProvenanceCommand.Why(state)}");
        foreach (var format in Formats)
        {
            var path = Path.Combine(folder, $"dataset-provenance-{name}.{format}");
            await OutputFile.WriteAsync(path, file => client.DownloadReportAsync(report, ReportProvenanceCommand.MediaType(format), file, stop));
        }

        return Path.Combine(folder, $"dataset-provenance-{name}.{{{string.Join(',', Formats)}}}");
    }
}
