using System.CommandLine;
using System.CommandLine.Invocation;
using Lineage.Cli.Commands;

namespace Lineage.Cli;

/// <summary>The table of contents of the tool: every verb, one file each.</summary>
internal static class CommandLine
{
    // A server that stops drains what it has accepted and then stops its database.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    internal static RootCommand Build(CliHost host)
    {
        var root = new RootCommand("Records what data was made from, and answers for it.")
        {
            DemoCommand.Create(host),
            ServeCommand.Create(host),
            TokenCommand.Create(host),
            LoginCommand.Create(host),
            EmitCommand.Create(host),
            ImportCommand.Create(host),
            LineageCommand.Upstream(host),
            LineageCommand.Downstream(host),
            ImpactCommand.Create(host),
            PathsCommand.Create(host),
            ReportCommand.Create(host),
            VerifyCommand.Create(host),
            ExportCommand.Create(host),
            StatusCommand.Create(host),
            WitnessCommand.Create(host),
            BackupCommand.Create(host),
            RestoreCommand.Create(host),
        };
        host.Global.AddTo(root);
        VerbHelp.AddTo(root);
        return root;
    }

    internal static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken stop = default)
    {
        var parse = Build(host).Parse(args);
        if (parse.Action is ParseErrorAction)
        {
            foreach (var error in parse.Errors)
                await host.Error.WriteLineAsync(error.Message);
            await host.Error.WriteLineAsync("Try --help.");
            return Exit.WrongUsage;
        }

        return await parse.InvokeAsync(new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Patience }, stop);
    }
}
