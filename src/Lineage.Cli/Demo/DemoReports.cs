using Lineage.Cli.Commands;
using Lineage.Client;
using Lineage.Client.Verification;
using Lineage.Contracts;
using Lineage.Merkle;

namespace Lineage.Cli.Demo;

/// <summary>Makes provenance reports in every form, signs them, and checks their packs as somebody would who does not trust the server.</summary>
internal static class DemoReports
{
    private static readonly string[] Formats = ["pdf", "html", "json", "csv", "zip"];

    internal static async Task<string> WriteAsync(CliHost host, LineageClient client, DatasetName dataset, string name, string folder, CancellationToken stop)
    {
        var request = new ReportRequest("dataset-provenance", new Dictionary<string, string> { ["nodeId"] = dataset.Node.ToString() });
        var (report, state) = await ReportWriting.MakeAsync(host, client, request, stop);
        if (!state.Succeeded)
            throw new InvalidOperationException($"The report on {name} was not made: {ReportWriting.Why(state)}");
        await client.SignReportAsync(report, "prepared", stop);
        foreach (var format in Formats)
        {
            var path = Path.Combine(folder, $"dataset-provenance-{name}.{format}");
            await OutputFile.WriteAsync(path, file => client.DownloadReportAsync(report, ReportWriting.MediaType(format), file, stop));
        }

        return Path.Combine(folder, $"dataset-provenance-{name}.{{{string.Join(',', Formats)}}}");
    }

    /// <summary>Checks every pack in the folder offline; the log's key is the one that the server gave apart from the packs.</summary>
    internal static async Task<string> VerifyAsync(LineageClient client, string folder, CancellationToken stop)
    {
        var trust = new PackTrust([VerifierKey.Parse((await client.GetLogKeyAsync(stop)).Key)]);
        var (packs, proved, recorded) = (0, 0, 0);
        foreach (var path in Directory.EnumerateFiles(folder, "*.zip").Order(StringComparer.Ordinal))
        {
            await using var pack = File.OpenRead(path);
            var verdict = await PackVerifier.Verify(pack, trust, stop);
            if (!verdict.Holds)
                throw new InvalidOperationException($"{Path.GetFileName(path)} does not hold.");
            (packs, proved, recorded) = (packs + 1, proved + verdict.Count(PackResult.Proved), recorded + verdict.Count(PackResult.Recorded));
        }

        return $"{packs} packs hold: {proved} lines proved, {recorded} recorded, 0 failed (again: lineage verify FILE.zip)";
    }
}
