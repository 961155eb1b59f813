using System.Diagnostics;
using Lineage.Server.Infrastructure.Record;
using Npgsql;
using NpgsqlTypes;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>Appends events of one tenant in one round trip: <see cref="AppendFunction"/>.</summary>
internal sealed class Appender(DatabaseConnections connections) : IAsyncDisposable
{
    // A page of the projection costs much however few its events: while appends come steadily it is woken now and then; at the end it looks by itself.
    private static readonly TimeSpan BetweenWakes = TimeSpan.FromMilliseconds(200);
    private long _woken;

    // Nothing of a session outlives its transaction, so that connections need no reset between two.
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connections.App) { NoResetOnClose = true, MaxPoolSize = 8 });

    /// <param name="rows">Events with distinct ids.</param>
    /// <param name="recordedAt">When they were taken, to the microsecond.</param>
    /// <returns>What is in the record: all of them; or only those that had been there before, and then nothing was appended.</returns>
    public async Task<IReadOnlyList<RecordedEvent>> Append(string tenant, IReadOnlyList<EventRow> rows, DateTimeOffset recordedAt)
    {
        var streams = Streams(rows);
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"select * from {StoreSchema.Record}.append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant, NpgsqlDbType = NpgsqlDbType.Varchar });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = recordedAt.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        Add(streams.Ids, NpgsqlDbType.Uuid);
        Add(streams.Counts, NpgsqlDbType.Bigint);
        Add(Each(row => row.Id), NpgsqlDbType.Uuid);
        Add(streams.Places, NpgsqlDbType.Integer);
        Add(streams.Behind, NpgsqlDbType.Bigint);
        Add(Each(row => row.Type), NpgsqlDbType.Varchar);
        Add(Each(row => row.DotNetType), NpgsqlDbType.Varchar);
        Add(Each(row => row.Body), NpgsqlDbType.Bytea);
        Add(Each(row => row.Headers), NpgsqlDbType.Jsonb);
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = Wakes() });
        await command.PrepareAsync();
        var byId = rows.ToDictionary(row => row.Id);
        List<RecordedEvent> recorded = new(rows.Count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) recorded.Add(Read(reader, byId, recordedAt));
        return recorded;

        T[] Each<T>(Func<EventRow, T> value) => [.. rows.Select(value)];

        void Add<T>(T[] values, NpgsqlDbType type) => command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = type | NpgsqlDbType.Array });
    }

    private bool Wakes()
    {
        var last = Volatile.Read(ref _woken);
        return (last == 0 || Stopwatch.GetElapsedTime(last) > BetweenWakes) && Interlocked.CompareExchange(ref _woken, Stopwatch.GetTimestamp(), last) == last;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static RecordedEvent Read(NpgsqlDataReader reader, Dictionary<Guid, EventRow> rows, DateTimeOffset recordedAt)
    {
        var (id, number) = (reader.GetGuid(0), reader.GetInt64(1));
        return reader.IsDBNull(2)
            ? new(id, number, recordedAt, false, rows[id].Commitment, rows[id].Event.Flags)
            : new(id, number, reader.GetFieldValue<DateTimeOffset>(2), true, new(reader.GetString(3), reader.GetString(4)), StoredHeaders.Words(reader.GetString(5)));
    }

    /// <summary>The streams in ascending order, as PostgreSQL orders them too, and each event's place in its stream.</summary>
    private static (Guid[] Ids, long[] Counts, int[] Places, long[] Behind) Streams(IReadOnlyList<EventRow> rows)
    {
        Guid[] ids = [.. rows.Select(row => row.Event.Stream).Distinct().Order()];
        var (counts, places, behind) = (new long[ids.Length], new int[rows.Count], new long[rows.Count]);
        for (var n = rows.Count - 1; n >= 0; n--)
        {
            var place = Array.BinarySearch(ids, rows[n].Event.Stream);
            (places[n], behind[n]) = (place + 1, counts[place]++);
        }

        return (ids, counts, places, behind);
    }
}
