using System.CommandLine;

namespace Lineage.Cli;

/// <summary>Options every verb takes.</summary>
internal sealed class GlobalOptions
{
    internal const string DefaultUrl = "http://127.0.0.1:5080";

    internal Option<string?> Url { get; } = new("--url")
    {
        Recursive = true,
        HelpName = "URL",
        Description = $"The server. Default: LINEAGE_URL, else the one of 'lineage login', else {DefaultUrl}.",
    };

    internal Option<string?> Token { get; } = new("--token")
    {
        Recursive = true,
        HelpName = "TOKEN",
        Description = "The bearer token. Default: LINEAGE_TOKEN, else the one of 'lineage login' for this server.",
    };

    internal Option<bool> Json { get; } = new("--json") { Recursive = true, Description = "Answer with JSON." };

    internal void AddTo(RootCommand root)
    {
        root.Options.Add(Url);
        root.Options.Add(Token);
        root.Options.Add(Json);
    }
}
