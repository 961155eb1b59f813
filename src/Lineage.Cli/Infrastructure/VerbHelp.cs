using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Lineage.Cli;

/// <summary>The usual help, then examples, then exit codes.</summary>
internal sealed class VerbHelp(HelpAction inner) : SynchronousCommandLineAction
{
    internal static void AddTo(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new VerbHelp((HelpAction)help.Action!);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var result = inner.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is Verb { Examples.Count: > 0 } verb)
        {
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
        }

        output.WriteLine(Exit.Help);
        return result;
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;
}
