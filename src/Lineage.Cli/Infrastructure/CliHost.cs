using Spectre.Console;

namespace Lineage.Cli;

/// <summary>What the tool touches of its surroundings.</summary>
internal sealed class CliHost
{
    internal required TextWriter Out { get; init; }

    internal required TextWriter Error { get; init; }

    internal required Func<Stream> OpenInput { get; init; }

    internal required Func<Stream> OpenOutput { get; init; }

    internal required Func<string, string?> Environment { get; init; }

    /// <summary>Standard output is a terminal: trees, colours and progress bars are of use.</summary>
    internal bool Interactive { get; init; }

    /// <summary>Secrets can be asked for.</summary>
    internal bool CanAsk { get; init; }

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    internal GlobalOptions Global { get; } = new();

    internal HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>For answers. Elsewhere than on a terminal: no colours, no wrapping.</summary>
    internal IAnsiConsole Console => field ??= Make(Out, Interactive);

    /// <summary>For progress, so that answers can be piped.</summary>
    internal IAnsiConsole Aside => field ??= Make(Error, Interactive);

    internal static CliHost Standard() => new()
    {
        Out = System.Console.Out,
        Error = System.Console.Error,
        OpenInput = System.Console.OpenStandardInput,
        OpenOutput = System.Console.OpenStandardOutput,
        Environment = System.Environment.GetEnvironmentVariable,
        Interactive = !System.Console.IsOutputRedirected && !System.Console.IsErrorRedirected,
        CanAsk = !System.Console.IsInputRedirected && !System.Console.IsOutputRedirected,
    };

    private static IAnsiConsole Make(TextWriter writer, bool interactive)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = interactive ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = interactive ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!interactive)
            console.Profile.Width = 4000;
        return console;
    }
}
