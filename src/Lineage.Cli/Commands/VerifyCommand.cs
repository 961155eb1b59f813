using System.CommandLine;
using Lineage.Cli.Verification;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage verify</c>: checks what somebody handed over. What the target is decides how; a file in Verification for each kind.</summary>
internal static class VerifyCommand
{
    private const int Head = 512;

    internal static Command Create(CliHost host)
    {
        var target = new Argument<string>("TARGET") { HelpName = "FILE", Description = "A report pack (.zip), a proof (.tlog-proof), a checkpoint, a file of receipts, or log: the log of the server." };
        var key = new Option<string[]>("--key") { HelpName = "VKEY|FILE", Description = "A verifier key of the log that you did not get from what is verified, or a file with such keys, one a line. May be repeated." };
        var checkpoint = new Option<string?>("--checkpoint") { HelpName = "FILE", Description = "A checkpoint of the same log that you kept from before: the log must continue it." };
        return new Verb(
                "verify",
                "Verify a report pack, a proof or a log. For files no server and no network is needed. Exit code 1 when something does not hold.",
                "lineage verify report.zip",
                "lineage verify report.zip --key example.com/audit/t+1a2b3c4d+AX... --checkpoint last-year.checkpoint",
                "lineage verify report.zip --json",
                "lineage verify receipts.ndjson --online",
                "lineage verify log",
                "lineage verify log --key log.vkey --checkpoint last-year.checkpoint",
                "lineage verify event.tlog-proof --key log.vkey",
                "lineage verify checkpoint --key log.vkey --witness witness.vkey --old last-year.checkpoint --tiles https://lineage.example.org/log/default",
                "lineage verify checkpoint --key log.vkey --timestamp checkpoint.tsr --tsa authority.pem")
            .With([target, key, checkpoint, .. VerifyOptions.Create()])
            .Does(host, async call =>
            {
                var given = new VerifyArguments(call.Value(target), [.. (call.Value(key) ?? []).SelectMany(VerifyOptions.Keys)], call.Value(checkpoint) is { } path ? await ReadAsync(path, call.Stop) : null);
                var head = await HeadAsync(given.Target, call.Stop);
                return VerifyArguments.Kinds.FirstOrDefault(kind => kind.Is(given.Target, head.Span)) is { } kind
                    ? await kind.VerifyAsync(call, given)
                    : throw new UsageException(File.Exists(given.Target) ? $"{given.Target} is nothing that can be verified." : $"There is no file {given.Target}.");
            });
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken stop) =>
        File.Exists(path) ? await File.ReadAllBytesAsync(path, stop) : throw new UsageException($"There is no file {path}.");

    private static async Task<ReadOnlyMemory<byte>> HeadAsync(string target, CancellationToken stop)
    {
        if (!File.Exists(target)) return default;
        var head = new byte[Head];
        await using var file = File.OpenRead(target);
        return head.AsMemory(0, await file.ReadAtLeastAsync(head, Head, throwOnEndOfStream: false, stop));
    }
}
