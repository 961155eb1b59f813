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
public sealed record Receipt(Guid EventId, long Sequence, DateTimeOffset RecordedAt, bool Duplicate, string Commit, string Salt, IReadOnlyList<string> Flags, long? Index = null);

/// <summary>An event of a batch that was not stored.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Reason">What is wrong, beginning with the JSON pointer of the place where one is known.</param>
/// <param name="Retriable">True when sending the same bytes again may succeed.</param>
public sealed record FailedEvent(long Index, string Reason, bool Retriable);

/// <summary>The counts of a batch; received = successful + failed, and duplicates are among the successful.</summary>
public sealed record BatchSummary(long Received, long Successful, long Failed, long Duplicates);
