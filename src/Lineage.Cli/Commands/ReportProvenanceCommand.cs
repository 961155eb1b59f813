using System.CommandLine;
using Lineage.Cli.Rendering;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage report dataset-provenance NODE</c>: what a dataset was made from, by what, when.</summary>
internal static class ReportProvenanceCommand
{
    private const string Type = "dataset-provenance";

    internal static Command Create(CliHost host)
    {
        var node = NodeArgument.Create();
        var (times, writing) = (new QueryOptions(), new ReportWriting());
        return new Verb(
                Type,
                "Report what a dataset was made from, by which jobs and runs, and when.",
                $"lineage report {Type} postgres://warehouse:5432 shop.mart.customers",
                $"lineage report {Type} dataset:demo:mart.customers --format html -o reports/ --known-at 2026-03-31",
                $"lineage report {Type} dataset:demo:mart.customers --format zip")
            .With([node, .. writing.Options, .. times.Times])
            .Does(host, call =>
            {
                var id = NodeArgument.Read(call.Value(node)).ToString();
                var query = times.Read(call);
                return writing.RunAsync(call, new(Type, new Dictionary<string, string> { ["nodeId"] = id }, query.AsOf, query.KnownAt), Names.Short(id));
            });
    }
}
