using System.CommandLine;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage export graph</c>: the whole graph of the tenant as JSON.</summary>
internal static class ExportGraphCommand
{
    internal static Command Create(CliHost host)
    {
        var times = new QueryOptions();
        var output = new Option<string?>("--output", "-o") { HelpName = "FILE", Description = "Where to write it. Default: standard output." };
        return new Verb("graph", "Write the whole graph as JSON.", "lineage export graph > graph.json", "lineage export graph -o graph.json --as-of 2026-01-31")
            .With([output, .. times.Times])
            .Does(host, async call =>
            {
                var query = times.Read(call);
                if (call.Value(output) is { } path)
                {
                    await OutputFile.WriteAsync(path, file => call.Client.GetGraphExportAsync(file, query, call.Stop));
                    return call.Json ? call.WriteJson(new { file = path }) : Exit.Done;
                }

                await using var standard = host.OpenOutput();
                await call.Client.GetGraphExportAsync(standard, query, call.Stop);
                return Exit.Done;
            });
    }
}
