using System.Globalization;
using Lineage.Contracts;
using Lineage.Merkle;

namespace Lineage.Client;

/// <summary>
/// Judges receipts: first by themselves (signature, path, commitment), then against the log, which must hold what was promised once the
/// maximum merge delay is over.
/// </summary>
/// <param name="keys">Verifier keys of the log that are trusted: pinned, or remembered from the first receipts. Every origin of a restored log counts as the same log.</param>
/// <param name="time">Tells what is due; the system's clock when null.</param>
public sealed class ReceiptCheck(IEnumerable<VerifierKey> keys, TimeProvider? time = null)
{
    private readonly VerifierKey[] keys = [.. keys];
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <summary>Judges a receipt without a server.</summary>
    /// <param name="receipt">As the server answered it.</param>
    /// <param name="evt">The bytes that were sent, when they are at hand; without them only the log can say what was committed to.</param>
    public ReceiptFinding Check(Receipt receipt, ReadOnlyMemory<byte>? evt = null)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        if (receipt.Batch is not { Note: not null, Path: not null } batch) return Invalid(receipt, "it is not signed");
        try
        {
            var note = ReceiptNote.Open(batch.Note, Trusted(SignedOrigin(batch.Note)));
            var salt = string.IsNullOrEmpty(receipt.Salt) ? null : receipt.Salt;
            var leaf = new ReceiptLeaf(note.Origin, receipt.EventId, receipt.RecordedAt, note.MergeDelay, receipt.Commit, salt).Hash;
            if (note.Count != batch.Size || note.Root.ToString() != batch.Root) return Invalid(receipt, "it names another size or root than was signed");
            if (!InclusionProof.Verify(batch.Index, note.Count, leaf, [.. batch.Path.Select(MerkleHash.Parse)], note.Root)) return Invalid(receipt, "what it says is not what was signed");
            if (evt is { } bytes && salt is not null && !new Commitment(receipt.Commit, salt).Opens(bytes.Span)) return Invalid(receipt, "it commits to other bytes than those of the event");
            var due = receipt.RecordedAt.AddSeconds(note.MergeDelay);
            return new(receipt.EventId, ReceiptState.Genuine, $"Signed by {note.Origin}; due in the log by {Text(due)}.", due, note.Origin, Note: batch.Note);
        }
        catch (Exception e) when (e is FormatException or VerificationException or ArgumentException)
        {
            return Invalid(receipt, e.Message);
        }
    }

    /// <summary>Judges a receipt and demands of the server the proof that its event is in the log.</summary>
    /// <param name="receipt">As the server answered it.</param>
    /// <param name="client">Asks the server; a token of the emitter's own, or of an auditor.</param>
    /// <param name="evt">The bytes that were sent, when they are at hand.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="LineageProblemException">The server refused to answer.</exception>
    /// <exception cref="HttpRequestException">No connection after all retries.</exception>
    public async Task<ReceiptFinding> DemandAsync(Receipt receipt, LineageClient client, ReadOnlyMemory<byte>? evt = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var signed = Check(receipt, evt);
        if (signed.State == ReceiptState.Invalid) return signed;
        if (await client.FindInclusionAsync(receipt.EventId, receipt.Sequence, ct).ConfigureAwait(false) is { } answer) return Compare(receipt, signed, answer);
        return time.GetUtcNow() < signed.Due
            ? signed with { State = ReceiptState.NotYetDue, Words = $"Not in the log {signed.Log} yet; due by {Text(signed.Due.Value)}." }
            : Broken(signed, receipt, $"is not in it, although it was due by {Text(signed.Due!.Value)}");
    }

    private ReceiptFinding Compare(Receipt receipt, ReceiptFinding signed, InclusionAnswer answer)
    {
        try
        {
            var (entry, proof) = (Convert.FromBase64String(answer.Entry), TlogProof.Parse(answer.Proof));
            proof.Verify(entry, Trusted(Checkpoint.Parse(SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(proof.CheckpointNote)).Text).Origin));
            var leaf = LeafEntry.Parse(entry);
            if (leaf.EventId != receipt.EventId) return Broken(signed, receipt, "is not shown: the server proved another event");
            if (leaf.Commit != receipt.Commit) return Broken(signed, receipt, $"stands in it at {proof.Index} with another commitment than was acknowledged");
            if (leaf.RecordedAt != receipt.RecordedAt) return Broken(signed, receipt, $"stands in it at {proof.Index} with another recorded time than was acknowledged");
            return signed with { State = ReceiptState.Sealed, Index = proof.Index, Words = $"In the log {leaf.Log} at {proof.Index}." };
        }
        catch (Exception e) when (e is FormatException or VerificationException)
        {
            return Broken(signed, receipt, $"is not proved to be in it: {e.Message}");
        }
    }

    private static ReceiptFinding Broken(ReceiptFinding signed, Receipt receipt, string what) => signed with
    {
        State = ReceiptState.NeverSealed,
        Words = $"Acknowledged and never sealed: the log {signed.Log} took the event at {Text(receipt.RecordedAt)}, and the event {what}.",
    };

    private static ReceiptFinding Invalid(Receipt receipt, string why) => new(receipt.EventId, ReceiptState.Invalid, $"The receipt is invalid: {why.TrimEnd('.')}.", Note: receipt.Batch?.Note);

    private static string SignedOrigin(string note) =>
        ReceiptNote.TryParse(SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(note)).Text, out var read) ? read.Origin : throw new FormatException("the note is not one over receipts");

    // A log that goes on after a restore has a new origin and, with it, a new name for the same key.
    private IEnumerable<VerifierKey> Trusted(string origin) =>
        keys.Where(key => key.Algorithm == VerifierKey.PlainEd25519 && Family(key.Name) == Family(origin)).Select(key => VerifierKey.Ed25519(origin, key.PublicKey.Span)).Distinct();

    private static string Family(string origin) =>
        origin.LastIndexOf('/') is > 0 and var slash && origin[(slash + 1)..] is ['R', .. var generation] && int.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? origin[..slash] : origin;

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
