using System.Text.Json;
using Lineage.Merkle;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.OpenLineage;
using Lineage.Server.Features.Transparency.Sealing;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Checking;

/// <summary>A row of the record with its payload and salts: everything that its entry can be recomputed from.</summary>
internal sealed record AuditableRow(SealableRow Row, string? Salt, string? CoreSalt, byte[] Body, string? Refused, string? Log, long? Index)
{
    /// <summary>The rows of a tenant ($1) after a sequence number ($2), at most $3, each with its leaf in the latest log.</summary>
    public const string Query =
        $"""
        select {SealableRow.Columns}, e.headers->>'{Headers.Salt}', e.headers->>'{Headers.CoreSalt}', e.bdata, u.reason, f.origin, f.idx
        from {StoreSchema.Record}.mt_events e left join {LogSchema.Name}.unsealed u on u.seq = e.seq_id
        left join lateral (
          select l.origin, f.idx from {LogSchema.Name}.leaf f join {LogSchema.Name}.log l on l.log_id = f.log_id
          where f.seq = e.seq_id and f.tenant_id = e.tenant_id order by f.log_id desc limit 1) f on true
        where e.tenant_id = $1 and e.seq_id > $2 and {SealableRow.IsEvent} order by e.seq_id limit $3
        """;

    public static AuditableRow Read(NpgsqlDataReader r) => new(
        SealableRow.Read(r), Text(r, 11), Text(r, 12), r.IsDBNull(13) ? [] : r.GetFieldValue<byte[]>(13), Text(r, 14), Text(r, 15), r.IsDBNull(16) ? null : r.GetInt64(16));

    /// <summary>The core facts, made anew from the payload; null when there are none or the payload cannot be read.</summary>
    public byte[]? CoreBody()
    {
        if (Row.Core is null) return null;
        try
        {
            return ObservationReader.Read(Body) is { } said ? CoreFacts.Of(said) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException)
        {
            // Whatever was put in place of the payload need not be an event, nor JSON.
            return null;
        }
    }

    /// <summary>The row with what is wrong with it by itself; only the server can tell about its MAC.</summary>
    public CheckedRow Check(RecordKeys keys) => CheckedRow.Of(
        new(Row.EventId, Row.Tenant, Row.Stream, Row.Version, Row.Type, Row.Sequence, Row.RecordedAt, Row.Actor ?? "", Row.Commit ?? "", Row.Core),
        Body, Salt, CoreBody(), CoreSalt, Refused, claimed: null, Row.IsOurs(keys) ? [] : [(DifferenceKind.Mac, "it does not bear the mark of the gate (MAC)")]);

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
