using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Sealing;

/// <summary>
/// Finds the sequence number at or below which nothing can appear any more. A transaction that has drawn a number holds a lock on the
/// sequence until it has ended, and its rows are visible before that lock is gone. So once every transaction that held the lock when the
/// sequence stood at V has ended, every number up to V is a visible row or a hole for ever. Unlike waiting for a hole to be old enough,
/// this never passes a slow transaction, and a rolled back one delays nothing.
/// </summary>
internal sealed class SafeMark
{
    private const int MostWaiting = 64;
    private readonly Queue<(long Value, HashSet<string> Open)> _waiting = new();

    /// <summary>The mark as known by the last <see cref="Look"/>.</summary>
    public long Value { get; private set; }

    /// <summary>True while somebody who was at work at an earlier look still is.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>Looks at the sequence first and then, in a statement of its own, at who holds its lock; the order is what makes it safe.</summary>
    public async Task<long> Look(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"select case when is_called then last_value else last_value - 1 end from {StoreSchema.Record}.mt_events_sequence"),
                new(
                    $"""
                    select virtualtransaction from pg_locks
                    where locktype = 'relation' and database = (select oid from pg_database where datname = current_database())
                      and relation = '{StoreSchema.Record}.mt_events_sequence'::regclass and mode = 'RowExclusiveLock' and granted
                    """),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var drawn = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var open = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken)) open.Add(reader.GetString(0));
        return Learn(drawn, open);
    }

    /// <summary>Takes in what was seen: the last number drawn, and the transactions that held the lock after that.</summary>
    public long Learn(long drawn, IReadOnlySet<string> open)
    {
        if (_waiting.Count < MostWaiting && drawn > (_waiting.Count == 0 ? Value : _waiting.Last().Value)) _waiting.Enqueue((drawn, [.. open]));
        foreach (var (_, holders) in _waiting) holders.IntersectWith(open);
        while (_waiting.TryPeek(out var oldest) && oldest.Open.Count == 0) Value = _waiting.Dequeue().Value;
        return Value;
    }
}
