using System.CommandLine;
using Lineage.Cli.Emission;
using Lineage.Cli.Rendering;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage import openlineage PATH</c>: every event in a folder of recorded events.</summary>
internal static class ImportOpenLineageCommand
{
    private static readonly string[] Endings = [".json", ".ndjson", ".jsonl", ".json.gz", ".ndjson.gz", ".jsonl.gz"];

    internal static Command Create(CliHost host)
    {
        var path = new Argument<string>("PATH") { Description = "A file, or a folder that is searched with all its folders, in the order of the names." };
        return new Verb(
                "openlineage",
                "Take in OpenLineage events from .json, .ndjson and .jsonl files, also packed (.gz). After a break just run it again: known events are counted as duplicates.",
                "lineage import openlineage ./events",
                "lineage import openlineage history.ndjson.gz --json")
            .With(path)
            .Does(host, call =>
            {
                var files = Find(call.Value(path));
                return EmissionReport.RunAsync(call, sender => SendAsync(host, sender, files, call.Stop));
            });
    }

    internal static async Task SendAsync(CliHost host, BatchSender sender, IReadOnlyList<string> files, CancellationToken stop)
    {
        await Progressing.RunAsync(host, "Importing", files, Path.GetFileName, async file =>
        {
            await using var stream = File.OpenRead(file);
            await foreach (var found in EventReader.ReadAsync(stream, file, EventLayout.Auto, stop))
                await sender.AddAsync(found, stop);
        });
        await sender.FlushAsync(stop);
    }

    internal static IReadOnlyList<string> Find(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new UsageException($"There is no file or folder {path}.");
        return
        [
            .. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(f => Endings.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
                .Order(StringComparer.Ordinal),
        ];
    }
}
