using Lineage.Merkle;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Transparency;
using Lineage.Server.Features.Transparency.Checking;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Reports.LogIntegrity;

/// <summary>Compares record and log up to the mark and gathers what an auditor asks about the log. Nothing in it depends on what came after the mark.</summary>
internal sealed class IntegrityQuery(RecordCheck check, LogReader log, DecisionReader decisions, TenantDatabase database)
{
    private const int Most = 1000;

    // One that is younger may still be on its way into the table, and would be in the next answer only.
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1);

    /// <exception cref="MalformedInputException">404 when nothing was sealed by the mark.</exception>
    public async Task<IntegrityContent> Answer(Window window, CancellationToken cancellationToken)
    {
        var found = await check.RunTo(window.Tenant, window.Sequence, cancellationToken);
        var present = await log.Head(window.Tenant, cancellationToken);
        if (present is null || (found.Logs.Count == 0 && found.DifferenceCount == 0)) throw new MalformedInputException(404, "unknown-log", "Nothing had been sealed in the log by then.");
        var told = (await decisions.Read(window.Tenant, NaturalKey.Log(window.Tenant), cancellationToken)).Where(d => d.Data is LogKeyRotated).ToList();
        var later = told.Where(d => d.Sequence > window.Sequence).Select(d => ((LogKeyRotated)d.Data).NewKey).ToHashSet(StringComparer.Ordinal);
        var logs = new List<LogAtMark>();
        for (var generation = 1; generation <= present.Generation; generation++)
        {
            if (await log.Head(window.Tenant, cancellationToken, generation) is not { } last || found.Logs.FirstOrDefault(l => l.Origin == last.Checkpoint.Origin) is not { } head) continue;
            var keys = (await log.Keys(window.Tenant, last, cancellationToken)).Select(key => key.ToString());
            logs.Add(new(head.Origin, head.Size, head.Root.ToString(), [.. keys.Where(key => !later.Contains(key))]));
        }

        var content = new IntegrityContent(
            IntegrityContent.Version,
            IntegrityDocument.Definition.QuestionAbout("log", logs.Count > 0 ? logs[^1].Origin : present.Checkpoint.Origin),
            new(await RecordedAt(window, cancellationToken), window.KnownAt),
            [],
            logs,
            new(found.Counts.Entries, found.Counts.Rows, found.Counts.Erased, found.Counts.Late, found.DifferenceCount),
            [.. found.Differences.Select(d => new Difference(d.Kind, d.Words, d.Log, d.Index, d.EventId?.ToString("D"), d.Sequence))],
            await Foreign(window, cancellationToken),
            await Late(window, found.Logs, cancellationToken),
            [.. told.Where(d => d.Sequence <= window.Sequence).Select(d => (d.EventId, Data: (LogKeyRotated)d.Data)).Select(d => new KeyRotation(d.EventId.ToString("D"), d.Data.OldKey, d.Data.NewKey, d.Data.Reason, d.Data.RotatedAt))],
            await Restores(window, found.Logs, cancellationToken),
            await Attestations(window, found.Logs, await RecordedAt(window, cancellationToken) - Settled, cancellationToken));
        return content with { Answer = IntegrityWords.Of(content) };
    }

    private async Task<DateTimeOffset> RecordedAt(Window window, CancellationToken cancellationToken) => await database.Single(
        window.Tenant, $"select max(e.timestamp) from {StoreSchema.Record}.mt_events e where e.tenant_id = $1 and e.seq_id <= $2",
        r => r.IsDBNull(0) ? window.AsOf : r.GetFieldValue<DateTimeOffset>(0), cancellationToken, Parameter.Of(window.Tenant), Parameter.Of(window.Sequence));

    private async Task<IReadOnlyList<ForeignRow>> Foreign(Window window, CancellationToken cancellationToken) => await database.Query(
        window.Tenant, $"select u.event_id, u.seq, u.reason, u.seen_at from {LogSchema.Name}.unsealed u where u.tenant_id = $1 and u.seq <= $2 order by u.seq limit {Most}",
        r => new ForeignRow(r.GetGuid(0).ToString("D"), r.GetInt64(1), r.GetString(2), r.GetFieldValue<DateTimeOffset>(3)), cancellationToken, Parameter.Of(window.Tenant), Parameter.Of(window.Sequence));

    private async Task<IReadOnlyList<LateEvent>> Late(Window window, IReadOnlyList<Checkpoint> logs, CancellationToken cancellationToken)
    {
        var late = await database.Query(
            window.Tenant,
            $"select f.entry, l.origin, f.idx from {LogSchema.Name}.leaf f join {LogSchema.Name}.log l on l.log_id = f.log_id where f.tenant_id = $1 and f.late order by l.log_id, f.idx limit {Most}",
            r => (Leaf: LeafEntry.TryParse(r.GetFieldValue<byte[]>(0)), Origin: r.GetString(1), Index: r.GetInt64(2)), cancellationToken, Parameter.Of(window.Tenant));
        return [.. late.Where(l => l.Leaf is not null && logs.Any(head => head.Origin == l.Origin && l.Index < head.Size)).Select(l => new LateEvent(l.Leaf!.EventId.ToString("D"), l.Leaf.Sequence, l.Origin, l.Index))];
    }

    private async Task<IReadOnlyList<LogRestore>> Restores(Window window, IReadOnlyList<Checkpoint> logs, CancellationToken cancellationToken)
    {
        var first = await database.Query(
            window.Tenant, $"select f.entry from {LogSchema.Name}.leaf f join {LogSchema.Name}.log l on l.log_id = f.log_id where l.tenant_id = $1 and l.generation > 1 and f.idx = 0 order by l.generation",
            r => RestoreNote.TryParse(r.GetFieldValue<byte[]>(0)), cancellationToken, Parameter.Of(window.Tenant));
        return [.. first.OfType<RestoreNote>().Where(note => logs.Any(head => head.Origin == note.Log)).Select(note => new LogRestore(note.Log, note.OldOrigin, note.LostFrom, note.LostTo, note.RestoredAt))];
    }

    private async Task<IReadOnlyList<Attestation>> Attestations(Window window, IReadOnlyList<Checkpoint> logs, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var attested = new List<Attestation>();
        foreach (var head in logs)
            attested.AddRange(await database.Query(
                window.Tenant,
                $"""
                select 'cosignature', a.key, count(*), max(a.size), max(a.witnessed_at) from {LogSchema.Name}.cosignature a join {LogSchema.Name}.log l on l.log_id = a.log_id
                  where a.tenant_id = $1 and l.origin = $2 and a.size <= $3 and a.witnessed_at <= $4 group by a.key
                union all select 'timestamp', null, count(*), max(a.size), max(a.stamped_at) from {LogSchema.Name}.timestamp a join {LogSchema.Name}.log l on l.log_id = a.log_id
                  where a.tenant_id = $1 and l.origin = $2 and a.size <= $3 and a.stamped_at <= $4 having count(*) > 0
                """,
                r => new Attestation(r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), head.Origin, r.GetInt64(2), r.GetInt64(3), r.GetFieldValue<DateTimeOffset>(4)),
                cancellationToken, Parameter.Of(window.Tenant), Parameter.Of(head.Origin), Parameter.Of(head.Size), Parameter.Of(until)));
        return [.. attested.OrderBy(a => a.Log, StringComparer.Ordinal).ThenBy(a => a.Kind, StringComparer.Ordinal).ThenBy(a => a.By, StringComparer.Ordinal)];
    }
}
