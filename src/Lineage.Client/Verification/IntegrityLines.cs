using System.Text.Json;
using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>The lines of a log integrity report: what they say of a log is compared with that log's own evidence.</summary>
internal sealed class IntegrityLines : IPackLines
{
    public string Type => "log-integrity";

    public async Task<IReadOnlyList<StatedLine>> Of(JsonElement content, PackLogs logs, CancellationToken cancellationToken)
    {
        var stated = new List<StatedLine>();
        foreach (var (log, i) in content.List("logs").Select((l, i) => (l, i)))
        {
            var judgement = await Log(log, logs, cancellationToken);
            stated.Add(new(StatedLine.IdOf("logs", i), _ => judgement));
        }

        return
        [
            .. stated,
            .. content.List("differences").Select((d, i) => new StatedLine(StatedLine.IdOf("differences", i), events => Difference(d, events))),
            .. content.List("foreignRows").Select((_, i) => new StatedLine(StatedLine.IdOf("foreignRows", i), _ => Judgement.Recorded("the operator says so; of a row that was not sealed the log proves nothing"))),
            .. content.List("sealedLate").Select((l, i) => new StatedLine(StatedLine.IdOf("sealedLate", i), events => Late(l, events))),
            .. content.List("rotations").Select((r, i) => new StatedLine(StatedLine.IdOf("rotations", i), events => Rotation(r, events))),
            .. content.List("attestations").Select((_, i) => new StatedLine(StatedLine.IdOf("attestations", i), _ => Judgement.Recorded("the operator says so; ask the witness or the authority"))),
            .. content.List("restores").Select((r, i) => new StatedLine(StatedLine.IdOf("restores", i), _ => Restore(r, logs))),
        ];
    }

    /// <summary>The log of that size must be the beginning of the one in the pack.</summary>
    private static async Task<Judgement> Log(JsonElement log, PackLogs logs, CancellationToken cancellationToken)
    {
        if (Find(log.Text("origin"), logs) is not { Checkpoint: { } now } evidence) return Judgement.Recorded("the pack holds no evidence of this log");
        if (log.Number("size") is not (> 0 and var size) || !MerkleHash.TryParse(log.Text("root"), out var root)) return Judgement.Failed("it names no size and root hash");
        if (size > now.Size) return Judgement.Failed($"the log in the pack has only {now.Size} entries");
        if (!evidence.Keys.Any(key => log.List("keys").Any(k => k.GetString() == key.ToString()))) return Judgement.Failed("the log in the pack is signed with another key");
        try
        {
            return ConsistencyProof.Verify(size, now.Size, root, now.Root, await new TiledTree(now.Size, evidence.Tiles).Consistency(size, cancellationToken))
                ? Judgement.Proved : Judgement.Failed($"the first {size} entries of the log in the pack give another root hash");
        }
        catch (LogDamagedException)
        {
            return Judgement.Recorded("the pack does not hold the tiles to compare with");
        }
    }

    private static Judgement Difference(JsonElement difference, IReadOnlyList<PackEvent> events) =>
        events is [var e] && (e.Id != difference.Text("eventId") || e.Index != difference.Number("index")) ? Judgement.Failed("the event in report.csv is not the one that the line names")
        : Judgement.Recorded("the operator says so; what the record holds is not in the pack");

    private static Judgement Late(JsonElement late, IReadOnlyList<PackEvent> events) =>
        events is not [var e] || e.Id != late.Text("eventId") ? Judgement.Failed("the event in report.csv is not the one that the line names")
        : !e.Leaf!.Late || e.Index != late.Number("index") || e.Leaf.Sequence != late.Number("sequence") || e.Leaf.Log != late.Text("log") ? Judgement.Failed("its entry says otherwise") : Judgement.Proved;

    private static Judgement Rotation(JsonElement rotation, IReadOnlyList<PackEvent> events)
    {
        if (events is not [var e] || e.Id != rotation.Text("eventId")) return Judgement.Failed("the event in report.csv is not the one that the line names");
        if (e.Leaf!.Type != "log_key_rotated") return Judgement.Failed($"the event is of type {e.Leaf.Type}");
        if (e.Payload is not { } payload) return Judgement.Recorded("what the event says is not opened");
        using var document = JsonDocument.Parse(payload);
        var said = document.RootElement;
        return said.Text("oldKey") == rotation.Text("oldKey") && said.Text("newKey") == rotation.Text("newKey") && said.Text("reason") == rotation.Text("reason") ? Judgement.Proved : Judgement.Failed("the event says otherwise");
    }

    private static Judgement Restore(JsonElement restore, PackLogs logs)
    {
        if (Find(restore.Text("log"), logs)?.First() is not { } entry) return Judgement.Recorded("the pack does not hold the first entry of that log");
        return RestoreNote.TryParse(entry.Span) is { } note && note.Log == restore.Text("log") && note.OldOrigin == restore.Text("oldLog") && note.LostFrom == restore.Number("lostFrom") && note.LostTo == restore.Number("lostTo")
            ? Judgement.Proved : Judgement.Failed("the first entry of that log says otherwise");
    }

    private static PackEvidence? Find(string? origin, PackLogs logs) => logs.Earlier.Prepend(logs.Report).FirstOrDefault(log => log.Checkpoint?.Origin == origin);
}
