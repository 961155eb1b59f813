using System.CommandLine;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage export FORMAT</c>: takes lineage out; a file per format.</summary>
internal static class ExportCommand
{
    internal static Command Create(CliHost host) =>
        new Verb("export", "Take lineage out for other tools.", "lineage export graph -o graph.json").With(ExportGraphCommand.Create(host));
}
