using Lineage.Merkle;
using Lineage.Server.Infrastructure.Record;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Sealing;

/// <summary>What the sealer reads of a row of the record: never its payload.</summary>
internal sealed record SealableRow(
    long Sequence, Guid EventId, Guid Stream, long Version, string Type, DateTimeOffset RecordedAt, string Tenant, string? Commit, string? Core, string? Mac, string? Actor)
{
    /// <summary>The columns of <see cref="Read"/>, of a row <c>e</c>.</summary>
    public const string Columns =
        $"""
        e.seq_id, e.id, e.stream_id, e.version, e.type, e.timestamp, e.tenant_id, e.headers->>'{Headers.Commit}', e.headers->>'{Headers.Core}', e.headers->>'{Headers.Mac}', e.headers->>'{Headers.Actor}'
        """;

    /// <summary>Marten fills the numbers of failed sessions with empty rows of its own; they say nothing and are no events.</summary>
    public const string IsEvent = "not (e.type = 'tombstone' and e.bdata is null and e.headers is null and e.data = '{}')";

    public static SealableRow Read(NpgsqlDataReader r) => new(
        r.GetInt64(0), r.GetGuid(1), r.GetGuid(2), r.GetInt64(3), r.GetString(4), r.GetFieldValue<DateTimeOffset>(5), r.GetString(6), Text(r, 7), Text(r, 8), Text(r, 9), Text(r, 10));

    /// <summary>True when the row came through the gate: nobody else can make its MAC.</summary>
    public bool IsOurs(RecordKeys keys) => Mac is not null && Commit is not null && Actor is not null && keys.Verifies(Mac, EventId, Tenant, Stream, Type, Actor, Commit);

    /// <summary>The entry that stands for the row in a log.</summary>
    public LeafEntry Entry(string log, bool late) => new(log, Tenant, EventId, Sequence, Stream, Version, Type, RecordedAt, Actor ?? "", Commit ?? "", Core, late);

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
