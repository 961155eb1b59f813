using System.CommandLine;
using Lineage.Cli.Witnessing;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage witness pull</c>: a witness that asks the log's server.</summary>
internal static class WitnessPullCommand
{
    internal static Command Create(CliHost host)
    {
        var (state, log, name) = (WitnessCommand.State(), WitnessCommand.Log(), WitnessCommand.Name());
        return new Verb(
                "pull",
                "Fetch the log's last checkpoint, check that it continues the one remembered, cosign it and keep it. Exit code 1, loudly, when the log forked or shrank.",
                "lineage witness pull --state ./witness --url https://lineage.example.org",
                "lineage witness pull --state ./witness --log example.org/acme+1a2b3c4d+AX... --json")
            .With(log, state, name)
            .Does(host, async call =>
            {
                using var kept = new WitnessState(call.Value(state)!, call.Value(name), host.Time);
                foreach (var key in (call.Value(log) ?? []).Select(WitnessCommand.Key)) kept.Watch(key);
                if (kept.Logs.Count == 0)
                {
                    var told = await call.Client.GetLogKeyAsync(call.Stop);
                    kept.Watch(WitnessCommand.Key(told.Key));
                    await host.Error.WriteLineAsync($"The key that the server names is believed and remembered: {told.Key}");
                }

                var result = await WitnessPull.RunAsync(kept, call.Client, call.Stop);
                var exit = result.Problem is null ? Exit.Done : Exit.No;
                if (call.Json) return call.WriteJson(new { cosigned = result.Problem is null, result.Origin, result.From, result.To, result.File, result.Problem, witness = kept.Key.ToString() }, exit);
                if (result.Problem is { } problem)
                {
                    await host.Error.WriteLineAsync($"{result.Origin}: {problem}\nKept from before: {result.File ?? "nothing"}");
                    return exit;
                }

                await host.Out.WriteLineAsync($"{result.Origin}: {(result.From == 0 ? "first seen with" : $"grew from {result.From} to")} {result.To} entries; cosigned in {result.File}");
                return exit;
            });
    }
}
