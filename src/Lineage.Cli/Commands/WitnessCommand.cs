using System.CommandLine;
using Lineage.Merkle;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage witness</c>: watches a log from a machine that is not its operator's (C2SP tlog-witness).</summary>
internal static class WitnessCommand
{
    internal static Command Create(CliHost host) =>
        new Verb("witness", "Watch a log from another machine than its operator's: cosign that it only ever grew.", "lineage witness pull --state ./witness", "lineage witness serve --listen 127.0.0.1:5090 --log VKEY --state ./witness")
            .With(WitnessServeCommand.Create(host), WitnessPullCommand.Create(host));

    internal static Option<string> State() => new("--state") { Required = true, HelpName = "DIR", Description = "Where the witness keeps its key and the last checkpoint that it cosigned of each log." };

    internal static Option<string[]> Log() => new("--log") { HelpName = "VKEY", Description = "Verifier key of a log to watch; remembered. May be repeated." };

    internal static Option<string?> Name() => new("--name") { HelpName = "NAME", Description = "Name of the witness, for example audit.example.org; fixed at first use. Default: a random one." };

    internal static VerifierKey Key(string text) => VerifierKey.TryParse(text, out var key) ? key : throw new UsageException($"'{text}' is no verifier key; it is written NAME+ID+BASE64, as the log's /api/v1/log/key says it.");
}
