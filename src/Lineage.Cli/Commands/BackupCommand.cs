using System.CommandLine;
using Lineage.Server;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage backup</c>: the database, and the keys and checkpoints beside it, in one folder.</summary>
internal static class BackupCommand
{
    internal static Command Create(CliHost host)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the backup is written; must not exist or be empty." };
        var data = new Option<string?>("--data-directory") { HelpName = "DIR", Description = "The server's data directory. Default: the server's own choice." };
        return new Verb(
                "backup",
                "Write a backup: the database, and the keys and last checkpoints that stand outside it. The server may run. Keep the folder in a safe: it holds the keys.",
                "lineage backup /mnt/safe/lineage-2026-11-23")
            .With(folder, data)
            .Does(host, async call =>
            {
                await ServerHost.BackupAsync(call.Value(data), call.Value(folder)!, host.Error.WriteLine, call.Stop);
                if (call.Json) return call.WriteJson(new { folder = Path.GetFullPath(call.Value(folder)!) });
                host.Out.WriteLine($"The backup is in {Path.GetFullPath(call.Value(folder)!)}");
                return Exit.Done;
            });
    }
}
