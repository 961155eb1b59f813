using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lineage.Merkle;

/// <summary>What a log states about itself at one size (C2SP tlog-checkpoint, "Note text").</summary>
/// <param name="Origin">The identity of the log.</param>
/// <param name="Size">The number of leaves.</param>
/// <param name="Root">The root hash.</param>
public sealed record Checkpoint(string Origin, long Size, MerkleHash Root)
{
    private const int Lines = 3;

    /// <summary>The identity of the log: one line, not empty.</summary>
    public string Origin { get; } = Origin is { Length: > 0 } && !Origin.Any(c => c < ' ')
        ? Origin
        : throw new ArgumentException("The origin of a log is one line of text, not empty.", nameof(Origin));

    /// <summary>The number of leaves.</summary>
    public long Size { get; } = Size >= 0 ? Size : throw new ArgumentOutOfRangeException(nameof(Size), Size, "A tree has no negative size.");

    /// <summary>Extension lines that another log put after the root, each with its line feed; the norm advises against them.</summary>
    public string Extension { get; private init; } = "";

    /// <summary>The text that is signed.</summary>
    public string Text => $"{Origin}\n{Size.ToString(CultureInfo.InvariantCulture)}\n{Root}\n{Extension}";

    /// <summary>Reads the text of a checkpoint.</summary>
    /// <param name="noteText">The text of the signed note, not yet trusted.</param>
    /// <exception cref="FormatException">The text is no checkpoint.</exception>
    public static Checkpoint Parse(string noteText) =>
        TryParse(noteText, out var checkpoint)
            ? checkpoint
            : throw new FormatException("A checkpoint is the origin, the size and the root hash of a log, each on a line; this is not.");

    /// <summary>Reads the text of a checkpoint, or says that it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? noteText, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = noteText is not null && noteText.EndsWith('\n') && !NoteText.HasControl(noteText) ? noteText[..^1].Split('\n') : [];
        if (lines.Length >= Lines && lines.All(line => line.Length > 0) && NoteText.TryNumber(lines[1], out var size) && MerkleHash.TryParse(lines[2], out var root))
        {
            checkpoint = new(lines[0], size, root) { Extension = string.Concat(lines.Skip(Lines).Select(line => $"{line}\n")) };
        }

        return checkpoint is not null;
    }

    /// <summary>Reads a signed checkpoint that a trusted key of its log signed.</summary>
    /// <param name="note">The signed note.</param>
    /// <param name="keys">The keys that are trusted; that of the log bears the name of its origin. A witness's key alone is not enough.</param>
    /// <exception cref="FormatException">The note or the checkpoint is malformed.</exception>
    /// <exception cref="SignatureMismatchException">A known key's signature does not fit.</exception>
    /// <exception cref="VerificationException">No trusted key of the log signed it.</exception>
    public static Checkpoint Open(ReadOnlySpan<byte> note, IEnumerable<VerifierKey> keys)
    {
        var signed = SignedNote.Parse(note);
        var checkpoint = Parse(signed.Text);
        return signed.VerifiedBy(keys).Any(key => key.Name == checkpoint.Origin)
            ? checkpoint
            : throw new VerificationException($"No trusted key of the log {checkpoint.Origin} signed this checkpoint.");
    }
}
