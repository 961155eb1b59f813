using System.CommandLine;
using Lineage.Cli.Witnessing;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage witness serve</c>: a witness that the log's server asks.</summary>
internal static class WitnessServeCommand
{
    internal static Command Create(CliHost host)
    {
        var (state, log, name) = (WitnessCommand.State(), WitnessCommand.Log(), WitnessCommand.Name());
        var listen = new Option<string>("--listen") { HelpName = "HOST:PORT", Description = "Where it answers. Default: 127.0.0.1:5090.", DefaultValueFactory = _ => "127.0.0.1:5090" };
        return new Verb(
                "serve",
                "Answer a log's requests to cosign its checkpoints until Ctrl-C. Prints the witness's verifier key, which the server's settings need.",
                "lineage witness serve --state ./witness --log example.org/acme+1a2b3c4d+AX... --name audit.example.org",
                "lineage witness serve --state ./witness --listen 127.0.0.1:5090")
            .With(listen, log, state, name)
            .Does(host, async call =>
            {
                using var kept = new WitnessState(call.Value(state)!, call.Value(name), host.Time);
                foreach (var key in (call.Value(log) ?? []).Select(WitnessCommand.Key)) kept.Watch(key);
                if (kept.Logs.Count == 0) throw new UsageException("Name the log to watch with --log.");
                await using var app = await WitnessServer.StartAsync(kept, call.Value(listen)!, host.Error, call.Stop);
                await host.Out.WriteLineAsync($"{kept.Key}\nWitness is ready on {app.Urls.First()}");
                var stopped = new TaskCompletionSource();
                await using var asked = call.Stop.Register(() => stopped.TrySetResult());
                await stopped.Task;
                return Exit.Done;
            });
    }
}
