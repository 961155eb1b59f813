using System.Diagnostics;
using Lineage.Contracts;
using Lineage.Merkle;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Checking;

/// <summary>
/// Recomputes a tenant's record from the rows up: row, commitments, row MAC, entry, leaf, tiles, root, signature; and looks for entries
/// without a row and rows without an entry. Reads as the daemon, page by page, and never holds a transaction between pages.
/// </summary>
internal sealed class RecordCheck(DatabaseConnections connections, CheckedLogs checkedLogs, RecordKeys keys, TimeProvider time) : IAsyncDisposable
{
    private const int RowsOfPage = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);
    private readonly NpgsqlDataSource _database = new NpgsqlDataSourceBuilder(connections.Daemon).Build();

    /// <summary>Tenants that have a log, or rows that were refused.</summary>
    public async Task<IReadOnlyList<string>> Tenants(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand($"select tenant_id from {LogSchema.Name}.log union select tenant_id from {LogSchema.Name}.unsealed order by 1");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tenants = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) tenants.Add(reader.GetString(0));
        return tenants;
    }

    /// <summary>A full pass.</summary>
    /// <param name="afterPage">Called after each page; a pass beside other work rests in it.</param>
    public async Task<LogCheckResult> Run(string tenant, Func<AuditProgress, CancellationToken, Task>? afterPage, CancellationToken cancellationToken)
    {
        var (started, mark) = (time.GetUtcNow(), await Mark(tenant, cancellationToken));
        var (logs, found) = await checkedLogs.Of(tenant, _database, cancellationToken);
        var audit = new RecordAudit(tenant, Rows(tenant)) { AfterPage = afterPage };
        foreach (var difference in found) audit.Differences.Add(0, difference);
        foreach (var (log, held) in logs)
        {
            await audit.Log(log, cancellationToken);
            if (held is not null) audit.Differences.Add(0, new(DifferenceKind.Held, $"Nothing is added to this log until somebody has looked: {held}", log.Head.Origin));
        }

        await audit.Finish(mark, cancellationToken);
        var differences = audit.Differences;
        return new(started, time.GetUtcNow(), [.. logs.Select(log => new CheckedLog(log.Log.Head.Origin, log.Log.Head.Size))], audit.Counts, differences.Count, differences.FirstEvent?.EventId, differences.First);
    }

    /// <summary>A pass over what was recorded up to a mark: the same for the same mark as long as record and logs are left alone.</summary>
    /// <returns>Each log as long as it was at the mark, and what differs.</returns>
    /// <exception cref="OverloadedException">Not everything up to the mark is sealed yet.</exception>
    public async Task<CheckAtMark> RunTo(string tenant, long mark, CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); await Sealed(tenant, cancellationToken) is { Held: null } now && now.Mark < mark; await Task.Delay(Pause, cancellationToken))
            if (waited.Elapsed > Patience) throw new OverloadedException(Patience);
        var (logs, found) = await checkedLogs.Of(tenant, _database, cancellationToken);
        var (audit, heads) = (new RecordAudit(tenant, Rows(tenant, mark)), new List<Checkpoint>());
        foreach (var difference in found) audit.Differences.Add(0, difference);
        foreach (var (log, held) in logs)
        {
            if (held is not null) audit.Differences.Add(0, new(DifferenceKind.Held, $"Nothing is added to this log until somebody has looked: {held}", log.Head.Origin));
            if (await Size(tenant, log.Head, mark, cancellationToken) is not (> 0 and var size)) continue;
            try
            {
                var head = new Checkpoint(log.Head.Origin, size, await new TiledTree(size, log.Tiles).Root(cancellationToken));
                heads.Add(head);
                if (size < log.Head.Size && !ConsistencyProof.Verify(size, log.Head.Size, head.Root, log.Head.Root, await new TiledTree(log.Head.Size, log.Tiles).Consistency(size, cancellationToken)))
                    audit.Differences.Add(0, new(DifferenceKind.Forked, "The tree is not the beginning of the one that was last signed.", head.Origin, size));
                await audit.Log(log with { Head = head, Kept = [] }, cancellationToken);
            }
            catch (LogDamagedException damaged)
            {
                audit.Differences.Add(0, new(DifferenceKind.Tile, damaged.Message, log.Head.Origin, damaged.Index));
            }
        }

        await audit.Finish(mark, cancellationToken);
        return new(heads, audit.Counts, audit.Differences.Count, audit.Differences.First);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    // What was sealed late came after it and counts only where later events already stood.
    private async Task<long> Size(string tenant, Checkpoint head, long mark, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(
            $"""
            select f.idx + 1 from {LogSchema.Name}.leaf f where f.log_id = (select l.log_id from {LogSchema.Name}.log l where l.tenant_id = $1 and l.origin = $2)
              and f.seq <= $3 and not f.late and f.idx < $4 order by f.seq desc limit 1
            """);
        foreach (var parameter in new NpgsqlParameter[] { Parameter.Of(tenant), Parameter.Of(head.Origin), Parameter.Of(mark), Parameter.Of(head.Size) }) command.Parameters.Add(parameter);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    private async Task<long> Mark(string tenant, CancellationToken cancellationToken) => (await Sealed(tenant, cancellationToken)).Mark;

    private async Task<LogRowsHead> Sealed(string tenant, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(SealedMark.Query);
        command.Parameters.Add(Parameter.Of(tenant));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return SealedMark.Read(reader);
    }

    // Each row is looked at and let go while the page is read: a payload may have 32 MiB.
    private ReadRows Rows(string tenant, long upTo = long.MaxValue) => async (after, take, cancellationToken) =>
    {
        await using var command = _database.CreateCommand(AuditableRow.Query);
        foreach (var parameter in new[] { Parameter.Of(tenant), Parameter.Of(after), Parameter.Of(RowsOfPage) }) command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (last, count) = (after, 0);
        for (; await reader.ReadAsync(cancellationToken); count++)
        {
            var row = AuditableRow.Read(reader).Check(keys);
            if (row.Row.Sequence > upTo) return (row.Row.Sequence, false);
            take(row);
            last = row.Row.Sequence;
        }

        return (last, count == RowsOfPage);
    };
}
