using System.CommandLine;
using Lineage.Cli.Emission;
using Lineage.Client;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage emit</c>: sends OpenLineage events from files or standard input.</summary>
internal static class EmitCommand
{
    internal static Command Create(CliHost host)
    {
        var files = new Argument<string[]>("FILES") { Arity = ArgumentArity.OneOrMore, Description = "Files with an event, an array of events, or one event a line; .gz too; - is standard input." };
        var format = new Option<EventLayout>("--format") { HelpName = "auto|json|ndjson", Description = "How the events are laid out. Default: auto, from the file's name and first bytes." };
        var receipts = new Option<string?>("--receipts") { HelpName = "FILE", Description = "Keep the signed receipts in this file; 'lineage verify FILE --online' later demands that each event is in the log." };
        return new Verb(
                "emit",
                "Send OpenLineage events. Events that are known already are counted as duplicates; sending again is harmless.",
                "lineage emit run.json",
                "lineage emit events.ndjson.gz more.json --receipts receipts.ndjson",
                "dbt-ol-output | lineage emit - --format ndjson --json")
            .With(files, format, receipts)
            .Does(host, async call =>
            {
                var paths = call.Value(files);
                if (paths.FirstOrDefault(p => p != "-" && !File.Exists(p)) is { } missing)
                    throw new UsageException($"There is no file {missing}.");
                using var book = call.Value(receipts) is { } kept ? new ReceiptBook(kept) : null;
                return await EmissionReport.RunAsync(call, async sender =>
                {
                    foreach (var path in paths)
                    {
                        await using var stream = path == "-" ? host.OpenInput() : File.OpenRead(path);
                        await foreach (var found in EventReader.ReadAsync(stream, path == "-" ? "stdin" : path, call.Value(format), call.Stop))
                            await sender.AddAsync(found, call.Stop);
                    }
                }, book);
            });
    }
}
