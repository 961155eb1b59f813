using System.Text;
using Lineage.Contracts;
using Lineage.Merkle;
using Lineage.Tests.Merkle;

namespace Lineage.Tests.Receipts;

/// <summary>Receipts as a server signs them.</summary>
internal static class SignedReceipts
{
    public const long MergeDelay = 60;
    public static readonly DateTimeOffset RecordedAt = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(123456);

    public static byte[] Event(int n) => Encoding.UTF8.GetBytes($"{{\"n\":{n}}}");

    public static Guid Id(int n) => new($"00000000-0000-8000-8000-{n:x12}");

    public static Receipt[] Of(int count, Ed25519Signer? signer = null)
    {
        signer ??= Keys.Log;
        var commitments = Enumerable.Range(0, count).Select(n => Commitment.To(Event(n))).ToArray();
        var tree = new ReceiptTree([.. commitments.Select((c, n) => new ReceiptLeaf(signer.Key.Name, Id(n), RecordedAt, MergeDelay, c.Value, c.Salt).Hash)]);
        var note = new ReceiptNote(signer.Key.Name, count, tree.Root, MergeDelay).Sign(signer).ToString();
        return [.. commitments.Select((c, n) => new Receipt(
            Id(n), n + 1, RecordedAt, false, c.Value, c.Salt, [], n, new(count, n, tree.Root.ToString(), [.. tree.Path(n).Select(h => h.ToString())], note)))];
    }

    /// <summary>The answer of a log that holds one entry for the receipt's event.</summary>
    public static string Proof(Receipt receipt, string? commit = null, Guid? id = null, Ed25519Signer? signer = null, string? origin = null)
    {
        var log = new Ed25519Signer(origin ?? Keys.Origin, Keys.Seed(1));
        var entry = new LeafEntry(log.Key.Name, "log", id ?? receipt.EventId, receipt.Sequence, Id(99), 1, "run_observed", receipt.RecordedAt, "actor", commit ?? receipt.Commit, null, false).ToBytes();
        var note = SignedNote.Sign(new Checkpoint(log.Key.Name, 1, Rfc6962.LeafHash(entry)).Text, signer ?? log).ToString();
        return System.Text.Json.JsonSerializer.Serialize(new { eventId = receipt.EventId, origin = log.Key.Name, index = 0, entry = Convert.ToBase64String(entry), proof = new TlogProof(0, [], entry, note).ToString() });
    }
}
