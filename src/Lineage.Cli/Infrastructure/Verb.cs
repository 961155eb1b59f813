using System.CommandLine;

namespace Lineage.Cli;

/// <summary>A command with examples in its help and the exit codes every verb shares.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    internal IReadOnlyList<string> Examples { get; } = examples;

    internal Verb With(params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    Arguments.Add(argument);
                    break;
                case Option option:
                    Options.Add(option);
                    break;
                case Command command:
                    Subcommands.Add(command);
                    break;
            }
        }

        return this;
    }

    internal Verb Does(CliHost host, Func<Call, Task<int>> body)
    {
        SetAction((parse, stop) => Failures.GuardAsync(host, () => body(new Call(host, parse, stop))));
        return this;
    }
}
