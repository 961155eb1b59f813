namespace Lineage.Contracts;

/// <summary>An event as it stands in the record.</summary>
/// <param name="Stream">The stream of the thing it is about.</param>
/// <param name="Type">Its name in the store.</param>
/// <param name="ValidAt">When it happened, as its source claims; absent for a decision.</param>
/// <param name="Actor">Random id that stands for who sent it.</param>
/// <param name="Commit">Base64 of SHA-256("lineage-commit/v1\n" || salt || body).</param>
/// <param name="Salt">Base64 of the salt that opens the commitment; absent once erased.</param>
/// <param name="Flags">What was unusual and kept nevertheless.</param>
/// <param name="Erased">True when its payload was erased.</param>
/// <param name="Leaf">Its place in the log with the proof; absent in lists and while no checkpoint covers it.</param>
/// <param name="Body">The JSON as stored, byte for byte; absent in lists unless asked for, and once erased.</param>
public sealed record StoredEvent(
    Guid EventId, Guid Stream, string Type, long Sequence, DateTimeOffset RecordedAt, DateTimeOffset? ValidAt, string? Actor, string? Commit, string? Salt,
    IReadOnlyList<string> Flags, bool Erased, RawJson? Body, EventLeaf? Leaf = null);

/// <summary>An event's place in the log.</summary>
/// <param name="Origin">The log it is in.</param>
/// <param name="Index">Its index there, from 0.</param>
/// <param name="Proof">The proof as C2SP tlog-proof text; the entry stands in its extra line.</param>
public sealed record EventLeaf(string Origin, long Index, string Proof);
