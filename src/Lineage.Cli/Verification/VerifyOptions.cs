using System.CommandLine;
using Lineage.Merkle;

namespace Lineage.Cli.Verification;

/// <summary>Options of single kinds of <c>lineage verify</c>; a kind asks for its own by name.</summary>
internal static class VerifyOptions
{
    internal const string Notebook = "--notebook", NoNotebook = "--no-notebook", NoRows = "--no-rows", Entry = "--entry", Witness = "--witness", Old = "--old", Tiles = "--tiles", Online = "--online", Timestamp = "--timestamp", Authority = "--tsa";

    internal static Symbol[] Create() =>
    [
        new Option<string?>(Notebook) { HelpName = "DIR", Description = "For log: where to keep what was verified, so that the next run sees a log that shrank or was rewritten. Default: notebooks beside the profile." },
        new Option<bool>(NoNotebook) { Description = "For log: remember nothing." },
        new Option<bool>(NoRows) { Description = "For log: check the log alone, not the rows of the record against it." },
        new Option<string?>(Entry) { HelpName = "FILE", Description = "For a proof: the entry it is about. Default: the one it carries." },
        new Option<string[]>(Witness) { HelpName = "VKEY|FILE", Description = "For a checkpoint: a witness that must have cosigned it. May be repeated." },
        new Option<string?>(Old) { HelpName = "FILE", Description = "For a checkpoint: an older one of the same log that it must continue." },
        new Option<string?>(Tiles) { HelpName = "DIR|URL", Description = "For a checkpoint with --old: where the tiles of the log are, a folder or an address." },
        new Option<string?>(Timestamp) { HelpName = "FILE", Description = "For a checkpoint: its RFC 3161 timestamp." },
        new Option<string?>(Authority) { HelpName = "CERT", Description = "With --timestamp: the certificate (PEM) of the timestamping authority, or of its issuer, that you trust." },
        new Option<bool>(Online) { Description = "For receipts: demand of the server the proof that each event is in the log." },
    ];

    /// <summary>Verifier keys on the command line: each one itself, or a file with keys, one a line.</summary>
    internal static IEnumerable<VerifierKey> Keys(string given)
    {
        string[] lines = File.Exists(given) ? [.. File.ReadLines(given).Select(line => line.Trim()).Where(line => line.Length > 0)] : [given];
        return lines.Length == 0 ? throw new UsageException($"{given} holds no key.") : lines.Select(line => VerifierKey.TryParse(line, out var key) ? key : throw new UsageException($"'{given}' is no verifier key (NAME+ID+BASE64) and no file of such keys."));
    }

    /// <summary>Where notebooks are kept, or null when nothing is to be remembered.</summary>
    internal static string? NotebookFolder(Call call) => call.Parse.GetValue<bool>(NoNotebook)
        ? null
        : call.Parse.GetValue<string?>(Notebook) ?? Path.Combine(Path.GetDirectoryName(Profile.PathOf(call.Host.Environment))!, "notebooks");
}
