using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lineage.Merkle;

/// <summary>
/// What a log signs when events are acknowledged: the root over the receipts of one group commit. Five lines in a signed note (C2SP
/// signed-note). The second is no number, so that no reader can take it for a checkpoint (C2SP tlog-checkpoint).
/// </summary>
/// <param name="Origin">The log that will hold the events; also the name of the key.</param>
/// <param name="Count">The number of receipts under the root.</param>
/// <param name="Root">Root hash over the <see cref="ReceiptLeaf"/>s (RFC 6962 section 2.1).</param>
/// <param name="MergeDelay">Seconds after its recorded time within which each event is sealed.</param>
public sealed record ReceiptNote(string Origin, long Count, MerkleHash Root, long MergeDelay)
{
    /// <summary>The first line.</summary>
    public const string Header = "lineage-receipts/v1";

    private const int Lines = 5;

    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Header}\n{Origin}\n{Count}\n{Root}\n{MergeDelay}\n");

    /// <summary>Signs the text.</summary>
    public SignedNote Sign(INoteSigner signer) => SignedNote.Sign(Text, signer);

    /// <summary>Reads such a text, not yet trusted, or says that it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ReceiptNote? note)
    {
        var lines = text?.Split('\n') ?? [];
        note = lines.Length == Lines + 1 && lines[0] == Header && NoteText.IsName(lines[1]) && NoteText.TryNumber(lines[2], out var count)
            && MerkleHash.TryParse(lines[3], out var root) && NoteText.TryNumber(lines[4], out var delay) && lines[5].Length == 0
            ? new(lines[1], count, root, delay)
            : null;
        return note is not null;
    }

    /// <summary>Reads a note that a trusted key of its log signed.</summary>
    /// <param name="note">The signed note.</param>
    /// <param name="keys">The keys that are trusted; that of the log bears the name of its origin.</param>
    /// <exception cref="FormatException">The bytes are no signed note over receipts.</exception>
    /// <exception cref="SignatureMismatchException">A known key's signature does not fit.</exception>
    /// <exception cref="VerificationException">No trusted key of the log signed it.</exception>
    public static ReceiptNote Open(string note, IEnumerable<VerifierKey> keys)
    {
        var signed = SignedNote.Parse(NoteText.Encode(note));
        if (!TryParse(signed.Text, out var read)) throw new FormatException("This is no note over receipts: five lines, the first of them lineage-receipts/v1.");
        return signed.VerifiedBy(keys).Any(key => key.Name == read.Origin) ? read : throw new VerificationException($"No trusted key of the log {read.Origin} signed the receipts.");
    }
}
