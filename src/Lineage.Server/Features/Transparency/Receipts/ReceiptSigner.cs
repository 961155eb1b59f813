using Lineage.Contracts;
using Lineage.Merkle;
using Lineage.Server.Infrastructure.Record;

namespace Lineage.Server.Features.Transparency.Receipts;

/// <summary>
/// Signs what is promised to emitters: that the events of one group commit will be in the tenant's log within the maximum merge delay.
/// One signature for all of them. It is signed also while nothing is sealed; that the promise is not kept is what a receipt can show.
/// </summary>
internal sealed class ReceiptSigner(LogIdentities logs, LogSettings settings, ILogger<ReceiptSigner> logger)
{
    private readonly long _mergeDelay = (long)settings.MaximumMergeDelay.TotalSeconds;

    /// <summary>The signatures by event id; none when nothing could be signed.</summary>
    public async Task<IReadOnlyDictionary<Guid, ReceiptBatch>> Sign(string tenant, IReadOnlyList<RecordedEvent> events)
    {
        if (events.Count == 0) return new Dictionary<Guid, ReceiptBatch>();
        try
        {
            return Sign(await logs.Signer(tenant, CancellationToken.None), events);
        }
        catch (Exception e)
        {
            // The events are durable and stay so; their emitters are answered without a signature rather than told a failure.
            logger.LogError(e, "Receipts could not be signed");
            return new Dictionary<Guid, ReceiptBatch>();
        }
    }

    private Dictionary<Guid, ReceiptBatch> Sign(INoteSigner signer, IReadOnlyList<RecordedEvent> events)
    {
        var origin = signer.Key.Name;
        var tree = new ReceiptTree([.. events.Select(e => new ReceiptLeaf(origin, e.Id, e.RecordedAt, _mergeDelay, e.Commitment.Value, e.Commitment.Salt is { Length: > 0 } salt ? salt : null).Hash)]);
        var (root, note) = (tree.Root.ToString(), new ReceiptNote(origin, events.Count, tree.Root, _mergeDelay).Sign(signer).ToString());
        return events.Select((e, i) => (e.Id, Batch: new ReceiptBatch(events.Count, i, root, [.. tree.Path(i).Select(hash => hash.ToString())], note))).ToDictionary(r => r.Id, r => r.Batch);
    }
}
