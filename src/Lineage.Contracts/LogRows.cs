namespace Lineage.Contracts;

/// <summary>First line of <c>GET /api/v1/log/rows</c> (NDJSON): how far the record is sealed.</summary>
/// <param name="Mark">Every row of the tenant up to this sequence number has its entry under the checkpoint of that moment, or was refused.</param>
/// <param name="Held">Why nothing is added to the log until somebody has looked; null when all is well.</param>
public sealed record LogRowsHead(long Mark, string? Held);

/// <summary>A row of the record with everything its entry in the log can be recomputed from; one line of <c>GET /api/v1/log/rows</c>.</summary>
/// <param name="EventId">The event's identity.</param>
/// <param name="Tenant">The tenant whose event it is.</param>
/// <param name="Stream">The stream of the thing it is about.</param>
/// <param name="Version">Its place in that stream.</param>
/// <param name="Type">Its name in the store.</param>
/// <param name="Sequence">Its place in the record.</param>
/// <param name="RecordedAt">When it was taken, to the microsecond.</param>
/// <param name="Actor">Random id that stands for who sent it.</param>
/// <param name="Commit">Base64 of the commitment to the stored bytes.</param>
/// <param name="Core">Base64 of the commitment to the core facts, for an observation.</param>
/// <param name="Salt">Base64 of the salt of the stored bytes; null once erased.</param>
/// <param name="CoreSalt">Base64 of the salt of the core facts; null once erased.</param>
/// <param name="Body">The stored bytes; empty once erased.</param>
/// <param name="CoreBody">The core facts in canonical JSON (RFC 8785), made anew from the stored bytes.</param>
/// <param name="Log">Origin of the log that holds its entry; null while it is not sealed.</param>
/// <param name="Index">Its place in that log.</param>
/// <param name="Refused">Why the sealer refused it, if it did.</param>
public sealed record LogRow(
    Guid EventId, string Tenant, Guid Stream, long Version, string Type, long Sequence, DateTimeOffset RecordedAt, string Actor, string Commit, string? Core, string? Salt, string? CoreSalt,
    byte[] Body, byte[]? CoreBody, string? Log, long? Index, string? Refused);

/// <summary>Last line of <c>GET /api/v1/log/rows</c>; an answer without it broke off.</summary>
/// <param name="Last">The last sequence number that was looked at; ask for what is after it.</param>
/// <param name="More">Whether there may be more rows.</param>
public sealed record LogRowsEnd(long Last, bool More);
