using System.Globalization;

namespace Lineage.Merkle;

/// <summary>A proof that an entry is in a log, complete in itself (C2SP tlog-proof); files of it are called <c>*.tlog-proof</c>.</summary>
/// <param name="Index">The place of the entry in the log, from 0.</param>
/// <param name="Path">The audit path, the leaf's sibling first.</param>
/// <param name="Extra">Data of the application that nothing authenticates, or null.</param>
/// <param name="CheckpointNote">The signed checkpoint, as the log issued it.</param>
public sealed record TlogProof(long Index, IReadOnlyList<MerkleHash> Path, byte[]? Extra, string CheckpointNote)
{
    private const string Header = "c2sp.org/tlog-proof@v1";
    private const string ExtraWord = "extra ";
    private const string IndexWord = "index ";
    private const int LongestPath = 63;

    /// <summary>Reads a proof; nothing of it is verified yet.</summary>
    /// <exception cref="FormatException">The text is no such proof.</exception>
    public static TlogProof Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var blank = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = (blank < 0 ? throw Malformed("has no checkpoint after an empty line") : text[..blank]).Split('\n').AsSpan();
        if (lines[0] != Header)
        {
            throw Malformed($"does not begin with {Header}");
        }

        lines = lines[1..];
        byte[]? extra = null;
        if (lines.Length > 0 && lines[0].StartsWith(ExtraWord, StringComparison.Ordinal))
        {
            extra = NoteText.TryBase64(lines[0][ExtraWord.Length..], out var bytes) ? bytes : throw Malformed("has extra data that is not base64");
            lines = lines[1..];
        }

        if (lines.Length == 0 || !lines[0].StartsWith(IndexWord, StringComparison.Ordinal) || !NoteText.TryNumber(lines[0][IndexWord.Length..], out var index))
        {
            throw Malformed("does not say the index of the entry");
        }

        return lines.Length <= LongestPath + 1
            ? new(index, [.. lines[1..].ToArray().Select(MerkleHash.Parse)], extra, text[(blank + 2)..])
            : throw Malformed($"has more than {LongestPath} hashes");
    }

    /// <summary>Verifies the entry against the log's signed root.</summary>
    /// <param name="entry">The bytes of the entry.</param>
    /// <param name="keys">The keys that are trusted.</param>
    /// <returns>The checkpoint that contains the entry.</returns>
    /// <exception cref="FormatException">The checkpoint in the proof is malformed.</exception>
    /// <exception cref="VerificationException">No trusted key signed the checkpoint, or the entry is not at that place under that root.</exception>
    public Checkpoint Verify(ReadOnlySpan<byte> entry, IEnumerable<VerifierKey> keys)
    {
        var checkpoint = Checkpoint.Open(NoteText.Encode(CheckpointNote), keys);
        if (Index >= checkpoint.Size)
        {
            throw new VerificationException($"The proof is for entry {Index}; the log {checkpoint.Origin} has only {checkpoint.Size} entries in this checkpoint.");
        }

        return InclusionProof.Verify(Index, checkpoint.Size, Rfc6962.LeafHash(entry), Path, checkpoint.Root)
            ? checkpoint
            : throw new VerificationException($"The entry is not entry {Index} of the log {checkpoint.Origin} at size {checkpoint.Size}: the path does not lead to the signed root.");
    }

    /// <summary>The text of the proof.</summary>
    public override string ToString()
    {
        var extra = Extra is null ? "" : $"{ExtraWord}{Convert.ToBase64String(Extra)}\n";
        var path = string.Concat(Path.Select(hash => $"{hash}\n"));
        return $"{Header}\n{extra}{IndexWord}{Index.ToString(CultureInfo.InvariantCulture)}\n{path}\n{CheckpointNote}";
    }

    private static FormatException Malformed(string what) => new($"This is no C2SP tlog-proof: it {what}.");
}
