using System.CommandLine;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage report TYPE</c>: orders a report, waits for it and fetches it; a file per type.</summary>
internal static class ReportCommand
{
    internal static Command Create(CliHost host) =>
        new Verb("report", "Make a report.", "lineage report dataset-provenance postgres://warehouse:5432 shop.mart.customers -o reports/")
            .With(ReportProvenanceCommand.Create(host), ReportIntegrityCommand.Create(host));
}
