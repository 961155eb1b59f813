using Lineage.Server.Features.Reports.Rendering;

namespace Lineage.Server.Features.Reports.LogIntegrity;

/// <summary>Says in sentences what the comparison found.</summary>
internal static class IntegrityWords
{
    /// <summary>The answer: yes or no first, then what is out of the ordinary.</summary>
    internal static IReadOnlyList<string> Of(IntegrityContent content)
    {
        var (counts, log) = (content.Counts, content.Logs.Count > 0 ? content.Logs[^1] : null);
        List<string> answer =
        [
            counts.Differences == 0
                ? $"Yes. The record still gives the log that was signed: {Words.Count(counts.Entries)} {(counts.Entries == 1 ? "entry" : "entries")} and {Words.Of(counts.Rows, "row")} were compared, and none differs."
                : $"No. {Words.Capital(Words.Of(counts.Differences, "difference"))} between record and log {(counts.Differences == 1 ? "was" : "were")} found. The first: {content.Differences[0].Statement}{(content.Differences[0].EventId is { } id ? $" (event {id})" : "")}",
        ];
        if (log is not null) answer.Add($"At the mark the log {log.Origin} had {Words.Number(log.Size)} entries and the root hash {log.Root}.");
        answer.Add(content.ForeignRows.Count == 0
            ? counts.Differences > 0 ? "No row was refused by the sealer." : "Every row of the record came through the gate."
            : $"{Words.Capital(Words.Of(content.ForeignRows.Count, "row"))} did not come through the gate: somebody wrote to the database directly. {(content.ForeignRows.Count == 1 ? "It is" : "They are")} not sealed and prove nothing.");
        if (counts.Late > 0) answer.Add($"{Words.Capital(Words.Of(counts.Late, "event"))} had been passed by the sealer at first and {(counts.Late == 1 ? "was" : "were")} sealed later, marked as late.");
        if (counts.Erased > 0) answer.Add($"The payload of {Words.Of(counts.Erased, "event")} was erased. {(counts.Erased == 1 ? "Its entry stands" : "Their entries stand")}; what it said is gone.");
        answer.Add(content.Rotations.Count == 0 ? "The signing key was never changed." : $"The signing key was changed {(content.Rotations.Count == 1 ? "once, on" : $"{Words.Count(content.Rotations.Count)} times, last on")} {Words.Time(content.Rotations[^1].RotatedAt)}.");
        answer.AddRange(content.Restores.Select(r => $"{Of(r)} {(r.LostTo > r.LostFrom ? "What was lost cannot be shown any more." : "Nothing was lost.")}"));
        answer.Add(content.Attestations.Count == 0
            ? "No witness had cosigned the log and no authority had stamped it an hour before the mark."
            : $"Attested from outside an hour before the mark: {Words.List([.. content.Attestations.Select(Short)], 5)}.");
        answer.Add("That nobody rewrote record and log together shows only against a checkpoint that was kept elsewhere: by a witness, a timestamping authority, or whoever got an earlier report.");
        return answer;
    }

    internal static string Of(LogAtMark log) => $"The log {log.Origin} had {Words.Number(log.Size)} entries with the root hash {log.Root}.";

    internal static string Of(ForeignRow row) => $"Row {Words.Number(row.Sequence)} (event {row.EventId}) is not sealed: {row.Reason}.";

    internal static string Of(LateEvent late) => $"Event {late.EventId} (row {Words.Number(late.Sequence)}) was sealed late, as entry {late.Index} of {late.Log}.";

    internal static string Of(KeyRotation rotation) => $"The key was changed from {rotation.OldKey} to {rotation.NewKey}: {rotation.Reason}";

    internal static string Of(Attestation attested) => $"{Words.Capital(Short(attested))}, {Words.Of(attested.Count, "checkpoint")} in all{(attested.By is { } key ? $" (key {key})" : "")}.";

    private static string Short(Attestation attested) =>
        $"{(attested.By is { } key ? $"witness {key.Split('+')[0]}" : "the timestamping authority")}, {Words.Number(attested.Size)} {(attested.Size == 1 ? "entry" : "entries")} of {attested.Log} on {Words.Time(attested.At)}";

    internal static string Of(LogRestore restore) => restore.LostTo > restore.LostFrom
        ? $"The log {restore.OldLog} was set back by a restore and is continued as {restore.Log}; entries {restore.LostFrom} to {restore.LostTo - 1} are lost."
        : $"The log {restore.OldLog} was set back by a restore and is continued as {restore.Log}.";
}
