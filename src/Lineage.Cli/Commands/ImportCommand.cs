using System.CommandLine;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage import KIND PATH</c>: takes in recorded histories, a file per kind.</summary>
internal static class ImportCommand
{
    internal static Command Create(CliHost host) =>
        new Verb("import", "Take in a recorded history.", "lineage import openlineage ./events").With(ImportOpenLineageCommand.Create(host));
}
