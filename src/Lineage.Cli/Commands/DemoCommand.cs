using System.CommandLine;

namespace Lineage.Cli.Commands;

internal static class DemoCommand
{
    internal static Command Create(CliHost host) => new Verb("demo", "x").Does(host, _ => Task.FromResult(0));
}
