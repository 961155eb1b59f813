using Lineage.Contracts;
using Lineage.Merkle;

namespace Lineage.Server.Infrastructure.Record;

/// <summary>An event on its way into the record.</summary>
/// <param name="Id">Its identity; appending it twice stores it once.</param>
/// <param name="Stream">The stream of the thing it is about.</param>
/// <param name="Data">What happened.</param>
/// <param name="Actor">Random id that stands for who sent it; the name is kept apart, where it can be erased.</param>
/// <param name="RequestId">The request it came with.</param>
/// <param name="Core">The core facts in canonical JSON, for an observation; committed to apart from the payload.</param>
/// <param name="Flags">What was unusual about it.</param>
internal sealed record NewEvent(Guid Id, Guid Stream, IStoredEvent Data, string Actor, string RequestId, byte[]? Core, IReadOnlyList<string> Flags)
{
    /// <summary>Size in memory, for back-pressure.</summary>
    public int Weight => (Data is IObservedEvent { Body: var body } ? body.Length : 1024) + 512;
}

/// <summary>An event that is in the record, durably.</summary>
/// <param name="Batch">The signature under its receipt, for an observation; decisions are not receipted.</param>
internal sealed record RecordedEvent(Guid Id, long Sequence, DateTimeOffset RecordedAt, bool Duplicate, Commitment Commitment, IReadOnlyList<string> Flags, ReceiptBatch? Batch = null);
