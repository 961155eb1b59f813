using System.CommandLine;
using Lineage.Server;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage serve</c>: runs the server in this process.</summary>
internal static class ServeCommand
{
    internal static Command Create(CliHost host)
    {
        var data = new Option<string?>("--data-directory") { HelpName = "DIR", Description = "Where the server keeps its database and keys. Default: the server's own choice." };
        var listen = new Option<string?>("--listen") { HelpName = "URL", Description = $"Where it answers. Default: {GlobalOptions.DefaultUrl}." };
        var rebuild = new Option<bool>("--rebuild") { Description = "Build the read models again from the events before answering questions; one that was interrupted goes on where it was, also without this option." };
        var verb = new Verb(
                "serve",
                "Run the server until Ctrl-C. Further words are handed to it as settings.",
                "lineage serve",
                "lineage serve --data-directory ./data --listen http://127.0.0.1:6080",
                "lineage serve --Lineage:GrpcUrl=http://127.0.0.1:6081")
            .With(data, listen, rebuild)
            .Does(host, call =>
            {
                List<string> settings = [.. call.Parse.UnmatchedTokens];
                if (call.Value(data) is { } directory)
                    settings.Add($"--Lineage:DataDirectory={Path.GetFullPath(directory)}");
                if (call.Value(listen) is { } url)
                    settings.Add($"--Lineage:Urls={url}");
                if (call.Value(rebuild))
                    settings.Add("--Lineage:Rebuild=true");
                return ServerHost.RunAsync([.. settings], call.Stop);
            });
        verb.TreatUnmatchedTokensAsErrors = false;
        return verb;
    }
}
