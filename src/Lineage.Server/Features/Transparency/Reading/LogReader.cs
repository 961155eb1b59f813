using System.Diagnostics;
using System.Text;
using Lineage.Merkle;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Reading;

/// <summary>A log as it was last signed.</summary>
/// <param name="Id">Its number in the database.</param>
/// <param name="Generation">1, and one more after each restore.</param>
/// <param name="Note">The signed checkpoint.</param>
internal sealed record LogHead(string Tenant, int Id, int Generation, string Note)
{
    public Checkpoint Checkpoint { get; } = Checkpoint.Parse(SignedNote.Parse(Encoding.UTF8.GetBytes(Note)).Text);
}

/// <summary>An event's leaf.</summary>
/// <param name="Log">The log it is in.</param>
internal sealed record SealedEvent(Guid EventId, int Log, long Index, long Sequence, byte[] Entry);

/// <summary>A checkpoint with its timestamp.</summary>
/// <param name="Note">The signed note that was stamped, byte for byte.</param>
/// <param name="Token">The authority's answer (RFC 3161 TimeStampResp).</param>
internal sealed record StampedCheckpoint(long Size, string Note, byte[] Token);

/// <summary>Reads the logs of a tenant: what was signed, its tiles and entries, and where an event stands in it.</summary>
internal sealed class LogReader(TenantDatabase database, ILogSigners signers)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>The last checkpoint of the tenant's present log, or of an earlier generation; null when none was signed.</summary>
    public Task<LogHead?> Head(string tenant, CancellationToken cancellationToken, int? generation = null) => One(
        tenant, "and l.generation = coalesce($2, (select max(generation) from lineage_log.log m where m.tenant_id = $1)) order by c.size desc", [Nullable(generation)], cancellationToken);

    /// <summary>The last checkpoint of the log with that number.</summary>
    public Task<LogHead?> HeadOf(string tenant, int log, CancellationToken cancellationToken) => One(tenant, "and l.log_id = $2 order by c.size desc", [Nullable(log)], cancellationToken);

    /// <summary>The checkpoint of the log with that origin at that size; null when it was not signed or is not kept.</summary>
    public Task<LogHead?> HeadAt(string tenant, string origin, long size, CancellationToken cancellationToken) =>
        One(tenant, "and l.origin = $2 and c.size = $3", [Parameter.Of(origin), Parameter.Of(size)], cancellationToken);

    /// <summary>The first checkpoint that covers a leaf and is kept.</summary>
    public Task<LogHead?> Covering(string tenant, SealedEvent leaf, CancellationToken cancellationToken) =>
        One(tenant, "and l.log_id = $2 and c.size > $3 order by c.size", [Parameter.Of(leaf.Log), Parameter.Of(leaf.Index)], cancellationToken);

    /// <summary>The tiles and entry bundles of a log of the tenant.</summary>
    public ITileSource Tiles(string tenant, int log) => new LogTiles(log, (sql, cancellationToken, parameters) =>
        database.Query(tenant, sql, r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1)), cancellationToken, parameters));

    /// <summary>The leaves of events, those of the latest log where an event is in two. Events that are not sealed yet are left out.</summary>
    public Task<List<SealedEvent>> Leaves(string tenant, IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken) => database.Query(
        tenant,
        $"""
        select distinct on (e.seq_id) e.id, f.log_id, f.idx, e.seq_id, f.entry from {StoreSchema.Record}.mt_events e join {LogSchema.Name}.leaf f on f.seq = e.seq_id and f.tenant_id = e.tenant_id
        where e.tenant_id = $1 and e.id = any($2) order by e.seq_id, f.log_id desc
        """,
        r => new SealedEvent(r.GetGuid(0), r.GetInt32(1), r.GetInt64(2), r.GetInt64(3), r.GetFieldValue<byte[]>(4)), cancellationToken, Parameter.Of(tenant), Parameter.Of(eventIds.ToArray()));

    /// <summary>The event's leaf, or null while it is not sealed.</summary>
    public async Task<SealedEvent?> Leaf(string tenant, Guid eventId, CancellationToken cancellationToken) => (await Leaves(tenant, [eventId], cancellationToken)).FirstOrDefault();

    /// <summary>The leaf of an event by its place in the record, for a row that may be gone; null when the leaf there is another event's.</summary>
    public async Task<SealedEvent?> LeafAt(string tenant, long sequence, Guid eventId, CancellationToken cancellationToken) => (await database.Query(
        tenant, $"select log_id, idx, entry from {LogSchema.Name}.leaf where tenant_id = $1 and seq = $2 order by log_id desc",
        r => new SealedEvent(eventId, r.GetInt32(0), r.GetInt64(1), sequence, r.GetFieldValue<byte[]>(2)), cancellationToken, Parameter.Of(tenant), Parameter.Of(sequence)))
        .Find(leaf => LeafEntry.TryParse(leaf.Entry)?.EventId == eventId);

    /// <summary>Says that something handed out rests on this checkpoint, which is then never forgotten.</summary>
    public Task Cite(LogHead head, CancellationToken cancellationToken) => database.Query(
        head.Tenant, $"insert into {LogSchema.Name}.cited (tenant_id, log_id, size) values ($1, $2, $3) on conflict do nothing", _ => 0, cancellationToken,
        Parameter.Of(head.Tenant), Parameter.Of(head.Id), Parameter.Of(head.Checkpoint.Size));

    /// <summary>The lines with which witnesses cosigned a checkpoint; none when that size was not shown to them.</summary>
    public async Task<string> Cosignatures(LogHead head, CancellationToken cancellationToken) => string.Concat(await database.Query(
        head.Tenant, $"select line from {LogSchema.Name}.cosignature where tenant_id = $1 and log_id = $2 and size = $3 order by key", r => $"{r.GetString(0)}\n", cancellationToken,
        Parameter.Of(head.Tenant), Parameter.Of(head.Id), Parameter.Of(head.Checkpoint.Size)));

    /// <summary>The last checkpoint of a log that was stamped by the timestamping authority; null when none was.</summary>
    public async Task<(long Size, string Note, byte[] Token)?> Timestamp(string tenant, int log, CancellationToken cancellationToken) =>
        await Stamped(tenant, log, null, cancellationToken) is { } stamped ? (stamped.Size, stamped.Note, stamped.Token) : null;

    /// <summary>The checkpoint of that size, or the last one, that was stamped; null when there is none.</summary>
    public Task<StampedCheckpoint?> Stamped(string tenant, int log, long? size, CancellationToken cancellationToken) => database.Single(
        tenant,
        $"""
        select t.size, c.note, t.token from {LogSchema.Name}.timestamp t join {LogSchema.Name}.checkpoint c on c.log_id = t.log_id and c.size = t.size
        where t.tenant_id = $1 and t.log_id = $2 and ($3::bigint is null or t.size = $3) order by t.size desc limit 1
        """,
        r => new StampedCheckpoint(r.GetInt64(0), r.GetString(1), r.GetFieldValue<byte[]>(2)), cancellationToken, Parameter.Of(tenant), Parameter.Of(log),
        new NpgsqlParameter { Value = size ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });

    /// <summary>The mark in the record that a log of that size stands for: every event of the tenant up to it is among the entries.</summary>
    /// <returns>Null when no log of the tenant was ever that long.</returns>
    public async Task<long?> MarkOf(string tenant, long size, CancellationToken cancellationToken)
    {
        if (await Head(tenant, cancellationToken) is not { } head || size > head.Checkpoint.Size) return null;
        return await database.Single(
            tenant,
            $"""
            select coalesce(
              (select seq from {LogSchema.Name}.leaf where tenant_id = $1 and log_id = $2 and idx < $3 and not late and seq is not null order by idx desc limit 1),
              (select max(f.seq) from {LogSchema.Name}.leaf f where f.tenant_id = $1 and f.log_id < $2 and not f.late
               and f.idx < (select max(c.size) from {LogSchema.Name}.checkpoint c where c.log_id = f.log_id)), 0)
            """, r => r.GetInt64(0), cancellationToken, Parameter.Of(tenant), Parameter.Of(head.Id), Parameter.Of(size));
    }

    /// <summary>Returns once a published checkpoint covers the event; false when it did not in time.</summary>
    public async Task<bool> WaitSealed(string tenant, Guid eventId, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(Pause, cancellationToken))
        {
            if (await IsCovered(tenant, eventId, cancellationToken)) return true;
            if (waited.Elapsed > patience) return false;
        }
    }

    /// <summary>The verifier keys of a log: of all keys of the tenant up to its present one, newest first.</summary>
    public async Task<IReadOnlyList<VerifierKey>> Keys(string tenant, LogHead head, CancellationToken cancellationToken)
    {
        var number = await KeyNumber(tenant, head.Id, cancellationToken);
        return [.. Enumerable.Range(1, number).Reverse().Where(n => signers.Has(tenant, n)).Select(n => signers.Signer(tenant, head.Checkpoint.Origin, n).Key)];
    }

    /// <summary>Number of the key that signs a log.</summary>
    public Task<int> KeyNumber(string tenant, int log, CancellationToken cancellationToken) => database.Single(
        tenant, $"select key from {LogSchema.Name}.log where tenant_id = $1 and log_id = $2", r => r.GetInt32(0), cancellationToken, Parameter.Of(tenant), Parameter.Of(log));

    private async Task<bool> IsCovered(string tenant, Guid eventId, CancellationToken cancellationToken) => await database.Single(
        tenant,
        $"""
        select 1 from {StoreSchema.Record}.mt_events e join {LogSchema.Name}.leaf f on f.seq = e.seq_id and f.tenant_id = e.tenant_id
        where e.tenant_id = $1 and e.id = $2 and f.idx < (select max(c.size) from {LogSchema.Name}.checkpoint c where c.log_id = f.log_id) limit 1
        """, r => r.GetInt32(0), cancellationToken, Parameter.Of(tenant), Parameter.Of(eventId)) == 1;

    private Task<LogHead?> One(string tenant, string which, NpgsqlParameter[] parameters, CancellationToken cancellationToken) => database.Single(
        tenant, $"select l.log_id, l.generation, c.note from {LogSchema.Name}.log l join {LogSchema.Name}.checkpoint c on c.log_id = l.log_id where l.tenant_id = $1 {which} limit 1",
        r => new LogHead(tenant, r.GetInt32(0), r.GetInt32(1), r.GetString(2)), cancellationToken, [Parameter.Of(tenant), .. parameters]);

    private static NpgsqlParameter Nullable(int? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer };
}
