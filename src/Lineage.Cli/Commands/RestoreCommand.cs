using System.CommandLine;
using Lineage.Server;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage restore</c>: puts a backup back, and says so in the log.</summary>
internal static class RestoreCommand
{
    internal static Command Create(CliHost host)
    {
        var folder = new Argument<string?>("FOLDER") { Arity = ArgumentArity.ZeroOrOne, Description = "The backup. Without it: a database server of your own was restored, and the log is to say so." };
        var data = new Option<string?>("--data-directory") { HelpName = "DIR", Description = "The server's data directory. Default: the server's own choice." };
        return new Verb(
                "restore",
                "Put a backup back while the server is stopped. A log that had signed more than the backup holds goes on under a new origin, whose first entry names the old one and what is lost.",
                "lineage restore /mnt/safe/lineage-2026-11-23",
                "lineage restore --data-directory ./data")
            .With(folder, data)
            .Does(host, async call =>
            {
                await ServerHost.RestoreAsync(call.Value(data), call.Value(folder), host.Error.WriteLine, call.Stop);
                if (call.Json) return call.WriteJson(new { restored = true });
                host.Out.WriteLine("Done. Start the server: logs that are behind what they signed go on under a new origin.");
                return Exit.Done;
            });
    }
}
