using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;

namespace Lineage.Merkle;

/// <summary>A SHA-256 hash of the tree (RFC 6962 section 2.1): 32 bytes, kept without a heap object.</summary>
public readonly struct MerkleHash : IEquatable<MerkleHash>
{
    /// <summary>The number of bytes.</summary>
    public const int Length = 32;

    private const int TextLength = 44;
    private readonly Vector256<byte> _bytes;

    /// <summary>A hash of these bytes.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <exception cref="FormatException">There are not 32 bytes.</exception>
    public MerkleHash(ReadOnlySpan<byte> bytes) =>
        _bytes = bytes.Length == Length ? Vector256.Create(bytes) : throw new FormatException($"A hash has {Length} bytes; these are {bytes.Length}.");

    /// <summary>Whether two hashes are the same 32 bytes.</summary>
    public static bool operator ==(MerkleHash left, MerkleHash right) => left.Equals(right);

    /// <summary>Whether two hashes differ.</summary>
    public static bool operator !=(MerkleHash left, MerkleHash right) => !left.Equals(right);

    /// <summary>Reads the canonical base64 text (RFC 4648 section 4) that checkpoints and proofs write.</summary>
    /// <exception cref="FormatException">The text is not the canonical base64 of 32 bytes.</exception>
    public static MerkleHash Parse(string base64) =>
        TryParse(base64, out var hash) ? hash : throw new FormatException("A hash is written as 44 characters of canonical base64; this is not.");

    /// <summary>Reads the canonical base64 text, or says that it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? base64, out MerkleHash hash)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Span<char> again = stackalloc char[TextLength];
        hash = default;
        if (base64 is not { Length: TextLength } || !Convert.TryFromBase64String(base64, bytes, out var read) || read != Length)
        {
            return false;
        }

        // The last character has two spare bits, and the decoder lets white space pass: only the text we would write counts.
        hash = new(bytes);
        return Convert.TryToBase64Chars(bytes, again, out _) && base64.AsSpan().SequenceEqual(again);
    }

    /// <summary>Writes the 32 bytes to the beginning of a span.</summary>
    public void CopyTo(Span<byte> destination) => _bytes.CopyTo(destination);

    /// <summary>The 32 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(MerkleHash other) => _bytes == other._bytes;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MerkleHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _bytes.AsInt32().ToScalar();

    /// <summary>The base64 text.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }
}
