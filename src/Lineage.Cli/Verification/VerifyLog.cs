using System.Globalization;
using Lineage.Cli.Rendering;
using Lineage.Client.Verification;
using Lineage.Merkle;

namespace Lineage.Cli.Verification;

/// <summary><c>lineage verify log</c>: the log of the token's tenant, with the rows of the record behind it.</summary>
internal sealed class VerifyLog : IVerifiable
{
    private const long Step = 50_000;

    public bool Is(string target, ReadOnlySpan<byte> head) => target == "log";

    public async Task<int> VerifyAsync(Call call, VerifyArguments given)
    {
        var found = await Progressing.WaitAsync(call.Host, "verifying", show => new LogVerifier(call.Client, new()
        {
            Keys = given.Keys,
            Checkpoint = given.Checkpoint,
            Notebooks = VerifyOptions.NotebookFolder(call),
            Rows = !call.Parse.GetValue<bool>(VerifyOptions.NoRows),
            Progress = new Steps(show, call.Host.Interactive ? 1 : Step),
        }).Verify(call.Stop));
        var exit = found.Holds ? Exit.Done : Exit.No;
        if (call.Json)
            return call.WriteJson(new { found.Holds, found.Tenant, found.Logs, found.Counts, found.Rows, found.DifferenceCount, found.FirstEventId, found.Differences, found.Remarks }, exit);
        await WriteAsync(call.Host.Out, found);
        return exit;
    }

    private static async Task WriteAsync(TextWriter output, LogVerification found)
    {
        foreach (var log in found.Logs)
        {
            await output.WriteLineAsync($"Log {log.Origin}: {log.Size} entries, root {log.Root}");
            foreach (var key in log.Keys) await output.WriteLineAsync($"  signed by {key}");
            await output.WriteLineAsync(log.RememberedSize is { } size
                ? $"  held against the notebook: {size} entries, verified {log.RememberedAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}"
                : "  seen for the first time: an earlier change of the log can only be seen with a checkpoint that somebody kept (--checkpoint)");
        }

        var counts = found.Counts;
        await output.WriteLineAsync(found.Rows
            ? $"Checked {counts.Entries} entries and {counts.Rows} rows: payload, commitment, entry, leaf, tiles, root, signature. {counts.Erased} payloads were erased, {counts.Late} entries were sealed late, {counts.Newer} rows are too new to be sealed."
            : $"Checked {counts.Entries} entries: leaf, tiles, root, signature. The rows of the record were not looked at.");
        foreach (var remark in found.Remarks) await output.WriteLineAsync($"Note: {remark}");
        foreach (var difference in found.Differences) await output.WriteLineAsync($"DIFFERS {Place(difference)}: {difference.Words} [{difference.Kind}]");
        if (found.DifferenceCount > found.Differences.Count) await output.WriteLineAsync($"and {found.DifferenceCount - found.Differences.Count} more");
        await output.WriteLineAsync(found.Holds
            ? "Everything is as it was sealed."
            : $"{found.DifferenceCount} {(found.DifferenceCount == 1 ? "difference" : "differences")}. {(found.FirstEventId is { } id ? $"The first event that differs is {id}." : "No single event can be named.")}");
    }

    private static string Place(LogDifference d)
    {
        string?[] parts = [d.EventId is { } id ? $"event {id}" : null, d.Index is { } index ? $"entry {index}" : null, d.Sequence is { } sequence ? $"number {sequence}" : null];
        return parts.Any(part => part is not null) ? string.Join(", ", parts.OfType<string>()) : "as a whole";
    }

    /// <summary>Tells every so many entries, at once and in order.</summary>
    private sealed class Steps(Action<string> show, long every) : IProgress<AuditProgress>
    {
        private long _shown;

        public void Report(AuditProgress value)
        {
            if (value.Entries + value.Rows - _shown < every) return;
            _shown = value.Entries + value.Rows;
            show($"{value.Entries} of {value.Of} entries, {value.Rows} rows");
        }
    }
}
