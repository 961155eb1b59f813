using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Lineage.Merkle;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Sealing;

/// <summary>
/// One leadership of the sealer, on the connection that holds its lock: when the connection is lost, so is the lock, and nothing that was
/// begun can be committed. Leaves and tiles are stored first, then the checkpoint is written outside the database, then it is published.
/// </summary>
internal sealed class SealingRound(NpgsqlConnection connection, LogOpening opening, LogSettings settings, ILogSigners signers, OutsideCheckpoints outside, RecordKeys keys, TimeProvider time, ILogger logger)
{
    /// <summary>The most events of one round; what is beyond comes in the next, at once.</summary>
    public const int Most = 4000;

    private static readonly Meter Meter = new("Lineage");
    private static readonly Counter<long> SealedEvents = Meter.CreateCounter<long>("lineage.log.sealed", "{event}", "Events that got a leaf in the log");
    private static readonly Counter<long> Alarms = Meter.CreateCounter<long>("lineage.log.alarms", "{row}", "Rows of the record that did not come through the gate, and events that were nearly missed");

    private readonly SafeMark _safe = new();
    private readonly Dictionary<string, OpenLog> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _held = new(StringComparer.Ordinal);
    private static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(30);
    private const int MostOpen = 10_000;

    /// <summary>Seals what has become safe.</summary>
    /// <returns>How many rows were looked at; <see cref="Most"/> when more are waiting.</returns>
    public async Task<int> Run(CancellationToken cancellationToken)
    {
        if (_open.Count >= MostOpen) _open.Clear();
        var safe = await _safe.Look(connection, cancellationToken);
        if (_safe.IsWaiting)
        {
            // Whoever was at work at the first look is mostly done at the second.
            await Task.Delay(SecondLook, cancellationToken);
            safe = await _safe.Look(connection, cancellationToken);
        }

        var mark = await Mark(cancellationToken);
        if (safe <= mark) return 0;
        var rows = await Rows("e.seq_id > $1 and e.seq_id <= $2", cancellationToken, Parameter.Of(mark), Parameter.Of(safe), Parameter.Of(Most));
        await Seal(rows, late: false, rows.Count == Most ? rows[^1].Sequence : safe, cancellationToken);
        return rows.Count;
    }

    /// <summary>Looks in a stretch of the record for events that were passed without a leaf. There should be none; one that is found is sealed and marked late.</summary>
    /// <returns>How many rows were found, those that are not ours included.</returns>
    public async Task<int> Sweep(long from, long to, CancellationToken cancellationToken)
    {
        var mark = Math.Min(to, await Mark(cancellationToken));
        if ((await Passed(from, mark, cancellationToken)).Select(row => row.Tenant).Distinct().ToList() is not { Count: > 0 } tenants) return 0;

        // A log that is opened only now catches up by itself; what is passed then, was passed while it was open.
        foreach (var tenant in tenants.Where(Caller.IsTenantName)) await Log(tenant, restored: false, cancellationToken);
        var rows = await Passed(from, mark, cancellationToken);
        var late = rows.Count(row => row.IsOurs(keys));
        if (late > 0) logger.LogCritical("{Count} events had been passed without a leaf; they are sealed now and marked late", late);
        Alarms.Add(late);
        await Seal(rows, late: true, 0, cancellationToken);
        return rows.Count;
    }

    /// <summary>The last sequence number that was looked at.</summary>
    public async Task<long> Mark(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select sealed from {LogSchema.Name}.progress", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Opens the logs whose last checkpoint stands outside, and continues those under a new origin that a restore has set back.</summary>
    public async Task TakeUp(CancellationToken cancellationToken)
    {
        var restored = outside.Restored;
        foreach (var tenant in outside.Tenants)
        {
            if (restored?.Contains(tenant) is true) _open[tenant] = await Continue(tenant, cancellationToken);
            else await Log(tenant, restored is not null, cancellationToken);
        }

        if (restored is not null) outside.RestoreDone();
    }

    private Task<List<SealableRow>> Passed(long from, long to, CancellationToken cancellationToken) => Rows(
        $"""
        e.seq_id > $1 and e.seq_id <= $2 and not exists (select from {LogSchema.Name}.leaf l where l.seq = e.seq_id) and not exists (select from {LogSchema.Name}.unsealed u where u.seq = e.seq_id)
          and not exists (select from {LogSchema.Name}.log h where h.tenant_id = e.tenant_id and h.held is not null)
        """, cancellationToken, Parameter.Of(from), Parameter.Of(to), Parameter.Of(Most));

    private async Task Seal(List<SealableRow> rows, bool late, long mark, CancellationToken cancellationToken)
    {
        var (leaves, unsealed, changed) = (new List<NewLeaf>(rows.Count), new List<Unsealed>(), new HashSet<OpenLog>());
        foreach (var row in rows)
        {
            if (!row.IsOurs(keys))
            {
                unsealed.Add(new(row.Tenant, row.Sequence, row.EventId, "no valid row MAC"));
                logger.LogCritical("Row {Sequence} of the record (event {Event}) did not come through the gate; it is not sealed", row.Sequence, row.EventId);
                Alarms.Add(1);
            }
            else if (await Log(row.Tenant, restored: false, cancellationToken) is { } log)
            {
                leaves.Add(Leaf(log, row, late));
                changed.Add(log);
                if (row.Type == LogKeyRotated.Type) log.Keys = await Rotated(log, row, cancellationToken);
            }
        }

        if (leaves.Count == 0 && unsealed.Count == 0 && mark == 0) return;
        await SealedBatch.Store(connection, leaves, unsealed, [.. changed], mark, time.GetUtcNow(), cancellationToken);
        SealedEvents.Add(leaves.Count);
        await Publish([.. changed], cancellationToken);
    }

    private async Task<OpenLog?> Log(string tenant, bool restored, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(tenant, out var open)) return open;
        if (!restored && _held.TryGetValue(tenant, out var since) && time.GetUtcNow() - since < HeldFor) return null;
        try
        {
            var log = await opening.Open(tenant, connection, cancellationToken);
            _open[tenant] = log;
            await CatchUp(log, cancellationToken);

            // Only now, since rows up to the mark have no entry before.
            await Hold(tenant, null, cancellationToken);

            // What was stored or signed before an interruption may not have been published.
            if (log.Size > 0) await Publish([log], cancellationToken);
            return log;
        }
        catch (LogHeldException) when (restored)
        {
            return _open[tenant] = await Continue(tenant, cancellationToken);
        }
        catch (LogHeldException held)
        {
            if (!_held.ContainsKey(tenant)) logger.LogCritical("A log is held and nothing is sealed in it: {Reason}", held.Message);
            _held[tenant] = time.GetUtcNow();
            await Hold(tenant, held.Message, cancellationToken);
            return null;
        }
    }

    private async Task<OpenLog> Continue(string tenant, CancellationToken cancellationToken)
    {
        var before = await Single(
            $"""
            select l.generation, l.origin, (select coalesce(max(c.size), 0) from {LogSchema.Name}.checkpoint c where c.log_id = l.log_id)
            from {LogSchema.Name}.log l where l.tenant_id = $1 order by l.generation desc limit 1
            """, r => (Generation: r.GetInt32(0), Origin: r.GetString(1), Size: r.GetInt64(2)), cancellationToken, Parameter.Of(tenant));
        var note = outside.Of(tenant)!;
        var signed = Checkpoint.Parse(SignedNote.Parse(Encoding.UTF8.GetBytes(note)).Text);
        var log = await opening.Create(tenant, Math.Max(before.Generation, 1) + 1, connection, cancellationToken);
        var entry = new RestoreNote(log.Origin, signed.Origin, note, Math.Min(before.Size, signed.Size), signed.Size, time.GetUtcNow()).ToBytes();
        log.Append(entry);
        await SealedBatch.Store(connection, [new(log, 0, null, false, entry)], [], [log], 0, time.GetUtcNow(), cancellationToken);
        await Publish([log], cancellationToken);
        logger.LogWarning("The log {Old} was set back by a restore; it is continued as {New}, which names {Lost} lost entries", signed.Origin, log.Origin, signed.Size - Math.Min(before.Size, signed.Size));
        await CatchUp(log, cancellationToken);
        await Hold(tenant, null, cancellationToken);
        return log;
    }

    /// <summary>Seals what was passed while the log could not be opened, in the order of the record.</summary>
    private async Task CatchUp(OpenLog log, CancellationToken cancellationToken)
    {
        var from = await Single(
            $"""
            select coalesce(
              (select max(seq) from {LogSchema.Name}.leaf where log_id = $1),
              (select max(f.seq) from {LogSchema.Name}.log l join {LogSchema.Name}.leaf f on f.log_id = l.log_id
               where l.tenant_id = $2 and l.log_id < $1 and f.idx < (select max(c.size) from {LogSchema.Name}.checkpoint c where c.log_id = l.log_id)), 0)
            """, r => r.GetInt64(0), cancellationToken, Parameter.Of(log.Id), Parameter.Of(log.Tenant));
        for (var full = true; full;)
        {
            var rows = await Rows(
                $"""
                e.tenant_id = $4 and e.seq_id > $1 and e.seq_id <= $2 and not exists (select from {LogSchema.Name}.unsealed u where u.seq = e.seq_id)
                """, cancellationToken, Parameter.Of(from), Parameter.Of(await Mark(cancellationToken)), Parameter.Of(Most), Parameter.Of(log.Tenant));
            if (rows.Count == 0) return;
            await Seal(rows, late: false, 0, cancellationToken);
            (full, from) = (rows.Count == Most, rows[^1].Sequence);
        }
    }

    private static NewLeaf Leaf(OpenLog log, SealableRow row, bool late)
    {
        var entry = row.Entry(log.Origin, late).ToBytes();
        var index = log.Size;
        log.Append(entry);
        return new(log, index, row.Sequence, late, entry);
    }

    private async Task<LogKeys> Rotated(OpenLog log, SealableRow row, CancellationToken cancellationToken)
    {
        var payload = await Single($"select bdata from {StoreSchema.Record}.mt_events where seq_id = $1", r => r.GetFieldValue<byte[]>(0), cancellationToken, Parameter.Of(row.Sequence));
        var number = JsonSerializer.Deserialize<LogKeyRotated>(payload, DecidedJson.Options)!.KeyNumber;
        return number > log.Keys.Number ? new(number, log.Keys.Number, row.RecordedAt) : log.Keys;
    }

    private async Task Publish(IReadOnlyList<OpenLog> logs, CancellationToken cancellationToken)
    {
        if (logs.Count == 0) return;
        var now = time.GetUtcNow();
        var signed = new (Checkpoint Checkpoint, string Note)[logs.Count];

        // Many logs at once: the disk then writes many files in one go, which one after another would each wait for.
        Parallel.For(0, logs.Count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, i => signed[i] = Sign(logs[i], now));
        // Need not wait for the disk: the checkpoint stands outside by now, and is published again from there.
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("select set_config('synchronous_commit', 'off', true)") } };
        foreach (var (log, (checkpoint, note)) in logs.Zip(signed))
        {
            batch.BatchCommands.Add(new($"insert into {LogSchema.Name}.checkpoint (tenant_id, log_id, size, note, signed_at) values ($1, $2, $3, $4, $5) on conflict do nothing")
            {
                Parameters = { Parameter.Of(log.Tenant), Parameter.Of(log.Id), Parameter.Of(checkpoint.Size), Parameter.Of(note), Parameter.Of(now) },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Signs the log as it is and keeps the checkpoint outside the database.</summary>
    private (Checkpoint Checkpoint, string Note) Sign(OpenLog log, DateTimeOffset now)
    {
        var checkpoint = log.Checkpoint();
        INoteSigner[] signing = [.. log.Keys.SigningAt(now, settings.KeyOverlap).Select(number => signers.Signer(log.Tenant, log.Origin, number))];
        var note = Encoding.UTF8.GetString(SignedNote.Sign(checkpoint.Text, signing).ToBytes());
        outside.Keep(log.Tenant, note);
        return (checkpoint, note);
    }

    private async Task Hold(string tenant, string? reason, CancellationToken cancellationToken)
    {
        if (reason is null) _held.Remove(tenant);
        await using var command = new NpgsqlCommand($"update {LogSchema.Name}.log set held = $2 where tenant_id = $1 and held is distinct from $2", connection)
        {
            Parameters = { Parameter.Of(tenant), new() { Value = reason ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<SealableRow>> Rows(string which, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(
            $"select {SealableRow.Columns} from {StoreSchema.Record}.mt_events e where {which} and {SealableRow.IsEvent} order by e.seq_id limit $3", connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<SealableRow>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(SealableRow.Read(reader));
        return rows;
    }

    private async Task<T?> Single<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? read(reader) : default;
    }
}
