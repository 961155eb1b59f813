using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Record;
using Npgsql;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>Reads rows of the record.</summary>
internal static class StoredEvents
{
    /// <summary>The columns of <see cref="Read"/>, before the bytes, of a row <c>e</c>.</summary>
    public const string Columns =
        $"""
        e.id, e.stream_id, e.type, e.seq_id, e.timestamp, e.headers->>'{Headers.Actor}', e.headers->>'{Headers.Commit}', e.headers->>'{Headers.Salt}', e.headers->>'{Headers.Flags}',
        coalesce(octet_length(e.bdata), 0)
        """;

    public static StoredEvent Read(NpgsqlDataReader r)
    {
        var bytes = r.IsDBNull(10) ? [] : r.GetFieldValue<byte[]>(10);
        return new(
            r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetInt64(3), r.GetFieldValue<DateTimeOffset>(4), ObservationReader.Read(bytes)?.ValidAt, r.TextOrNull(5), r.TextOrNull(6), r.TextOrNull(7),
            StoredHeaders.Words(r.TextOrNull(8) ?? ""), bytes.Length == 0, bytes.Length == 0 ? null : new RawJson(bytes));
    }

    /// <summary>The same without bytes; the eleventh column is the valid time.</summary>
    public static StoredEvent ReadHead(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetInt64(3), r.GetFieldValue<DateTimeOffset>(4), r.TimeOrNull(10), r.TextOrNull(5), r.TextOrNull(6), r.TextOrNull(7),
        StoredHeaders.Words(r.TextOrNull(8) ?? ""), r.GetInt32(9) == 0, null);
}
