using System.Buffers.Binary;

namespace Lineage.Merkle;

/// <summary>One signature line of a note (C2SP signed-note, "Signatures").</summary>
/// <param name="Name">The name of the key.</param>
/// <param name="KeyId">The short identifier of the key.</param>
/// <param name="Bytes">What the key's algorithm made, without the key id.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    private const string Dash = "\u2014 ";
    private const int CosignatureLength = sizeof(ulong) + 64;

    /// <summary>
    /// The time that a cosignature states (C2SP tlog-cosignature, "Format"); null for a signature of another length.
    /// It can be trusted only after a key with <see cref="VerifierKey.Cosignature"/> verified the signature.
    /// </summary>
    public DateTimeOffset? CosignedAt =>
        Bytes.Length == CosignatureLength && BinaryPrimitives.ReadUInt64BigEndian(Bytes.Span) is var seconds && seconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    /// <summary>Reads a signature line without its line feed.</summary>
    /// <exception cref="FormatException">The line is no signature line.</exception>
    public static NoteSignature Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        // Other readers of notes do not mind spare bits in the last character, so here a signature is judged by its bytes.
        var parts = line.StartsWith(Dash, StringComparison.Ordinal) ? line[Dash.Length..].Split(' ') : [];
        return parts.Length == 2 && NoteText.IsName(parts[0]) && NoteText.TryAnyBase64(parts[1], out var bytes) && bytes.Length > sizeof(uint)
            ? new(parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(sizeof(uint)))
            : throw new FormatException("A signature line is a dash, the name of a key, and base64 of its id and signature.");
    }

    /// <summary>The line without its line feed.</summary>
    public override string ToString()
    {
        var bytes = new byte[sizeof(uint) + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Bytes.CopyTo(bytes.AsMemory(sizeof(uint)));
        return $"{Dash}{Name} {Convert.ToBase64String(bytes)}";
    }
}
