namespace Lineage.Contracts;

/// <summary>What an emitter keeps of an event that was stored: enough to demand its proof later.</summary>
/// <param name="EventId">The event's identity: the same bytes sent again have the same.</param>
/// <param name="Sequence">Its place in the record.</param>
/// <param name="RecordedAt">When the server took it.</param>
/// <param name="Duplicate">True when these bytes were stored before.</param>
/// <param name="Commit">Base64 of SHA-256("lineage-commit/v1\n" || salt || stored bytes).</param>
/// <param name="Salt">Base64 of the 32 random bytes that open the commitment.</param>
/// <param name="Flags">What was unusual and kept nevertheless.</param>
/// <param name="Index">The event's place in its batch; absent for a single event.</param>
/// <param name="Batch">The server's signature; absent only when the server could not sign.</param>
public sealed record Receipt(
    Guid EventId, long Sequence, DateTimeOffset RecordedAt, bool Duplicate, string Commit, string Salt, IReadOnlyList<string> Flags, long? Index = null, ReceiptBatch? Batch = null);

/// <summary>
/// The signature under a receipt. Events that became durable together are signed together: one signature over the Merkle root of their
/// receipts (RFC 6962 section 2.1), and for each receipt the path that leads from it to the root.
/// </summary>
/// <param name="Size">The number of receipts under the root.</param>
/// <param name="Index">This receipt's place among them, from 0.</param>
/// <param name="Root">Base64 of the root hash.</param>
/// <param name="Path">Base64 of each hash on the way to the root, the sibling first (RFC 6962 section 2.1.1).</param>
/// <param name="Note">
/// A signed note (C2SP signed-note) by the key of the tenant's log: <c>lineage-receipts/v1</c>, the log's origin, size, root, and the
/// seconds within which the event is sealed in that log.
/// </param>
public sealed record ReceiptBatch(long Size, long Index, string Root, IReadOnlyList<string> Path, string Note);

/// <summary>An event of a batch that was not stored.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Reason">What is wrong, beginning with the JSON pointer of the place where one is known.</param>
/// <param name="Retriable">True when sending the same bytes again may succeed.</param>
public sealed record FailedEvent(long Index, string Reason, bool Retriable);

/// <summary>The counts of a batch; received = successful + failed, and duplicates are among the successful.</summary>
public sealed record BatchSummary(long Received, long Successful, long Failed, long Duplicates);
