using System.Globalization;

namespace Lineage.Merkle;

/// <summary>The body with which a log asks a witness for its cosignature (C2SP tlog-witness, "add-checkpoint").</summary>
/// <param name="Old">The size that the witness cosigned last, as far as the log knows.</param>
/// <param name="Path">The consistency proof from that size; empty from 0.</param>
/// <param name="Note">The signed checkpoint.</param>
public sealed record AddCheckpointRequest(long Old, IReadOnlyList<MerkleHash> Path, string Note)
{
    /// <summary>The content type of a refusal that names the size the witness remembers.</summary>
    public const string SizeContentType = "text/x.tlog.size";

    private const string OldWord = "old ";
    private const int LongestPath = 63;

    /// <summary>Reads a request; the checkpoint in it is not read yet.</summary>
    /// <exception cref="FormatException">The body is no such request.</exception>
    public static AddCheckpointRequest Parse(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var blank = body.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = blank < 0 ? [] : body[..blank].Split('\n');
        if (lines.Length == 0 || !lines[0].StartsWith(OldWord, StringComparison.Ordinal) || !NoteText.TryNumber(lines[0][OldWord.Length..], out var old))
        {
            throw new FormatException("The request does not begin with a line that says the old size, and an empty line before the checkpoint.");
        }

        return lines.Length <= LongestPath + 1
            ? new(old, [.. lines.Skip(1).Select(MerkleHash.Parse)], body[(blank + 2)..])
            : throw new FormatException($"The request has more than {LongestPath} hashes.");
    }

    /// <summary>The body of the request.</summary>
    public override string ToString() =>
        $"{OldWord}{Old.ToString(CultureInfo.InvariantCulture)}\n{string.Concat(Path.Select(hash => $"{hash}\n"))}\n{Note}";
}
