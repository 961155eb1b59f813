using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lineage.Merkle;

/// <summary>A public key under a name, written as a vkey (C2SP signed-note, "Verifier keys").</summary>
public sealed record VerifierKey
{
    /// <summary>The algorithm of plain Ed25519 signatures (C2SP signed-note, "Signature types").</summary>
    public const byte PlainEd25519 = 0x01;

    /// <summary>The algorithm of timestamped cosignatures (C2SP tlog-cosignature).</summary>
    public const byte Cosignature = 0x04;

    /// <summary>The algorithm of RFC 6962 tree heads signed with ECDSA P-256 (C2SP static-ct-api); only read, never written here.</summary>
    public const byte TreeHead = 0x05;

    private VerifierKey(string name, byte algorithm, byte[] publicKey) =>
        (Name, Algorithm, PublicKey, KeyId) = (name, algorithm, publicKey, NoteAlgorithm.KeyId(name, algorithm, publicKey));

    /// <summary>The name; that of a log's key is the log's origin.</summary>
    public string Name { get; }

    /// <summary>The short identifier: the first four bytes of a hash over name, algorithm and key.</summary>
    public uint KeyId { get; }

    /// <summary>The signature type.</summary>
    public byte Algorithm { get; }

    /// <summary>The public key as its algorithm encodes it: 32 bytes for Ed25519.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>The key that verifies plain Ed25519 signatures.</summary>
    /// <exception cref="ArgumentException">The name cannot be a key's name.</exception>
    /// <exception cref="FormatException">The key has not 32 bytes.</exception>
    public static VerifierKey Ed25519(string name, ReadOnlySpan<byte> publicKey) => Of(NoteText.Name(name), PlainEd25519, publicKey.ToArray());

    /// <summary>The key that verifies the timestamped cosignatures of a witness.</summary>
    /// <exception cref="ArgumentException">The name cannot be a key's name.</exception>
    /// <exception cref="FormatException">The key has not 32 bytes.</exception>
    public static VerifierKey Cosigner(string name, ReadOnlySpan<byte> publicKey) => Of(NoteText.Name(name), Cosignature, publicKey.ToArray());

    /// <summary>Reads a vkey.</summary>
    /// <exception cref="FormatException">The text is no vkey, its algorithm is not known here, or its key id does not fit.</exception>
    public static VerifierKey Parse(string vkey)
    {
        ArgumentNullException.ThrowIfNull(vkey);
        var parts = vkey.Split('+', 3);
        if (parts.Length != 3 || !NoteText.IsName(parts[0]) || !NoteText.TryBase64(parts[2], out var material) || material.Length == 0)
        {
            throw new FormatException("A verifier key is written as name+id+base64; this is not.");
        }

        var key = Of(parts[0], material[0], material[1..]);
        return key.IdText == parts[1]
            ? key
            : throw new FormatException($"The id {(parts[1].Length == 8 ? parts[1] : "")} is not that of this key of {key.Name}: name, id and key do not belong together.");
    }

    /// <summary>Reads a vkey, or says that it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? vkey, [NotNullWhen(true)] out VerifierKey? key)
    {
        try
        {
            key = vkey is null ? null : Parse(vkey);
        }
        catch (FormatException)
        {
            key = null;
        }

        return key is not null;
    }

    /// <summary>Whether this key signed the note; the signature is the first one that bears this key's name and id.</summary>
    public bool Verifies(SignedNote note, [NotNullWhen(true)] out NoteSignature? signature)
    {
        ArgumentNullException.ThrowIfNull(note);
        var mine = note.Signatures.FirstOrDefault(s => (s.Name, s.KeyId) == (Name, KeyId));
        signature = mine is not null && Verifies(note.Text, mine) ? mine : null;
        return signature is not null;
    }

    /// <summary>Whether this key made the signature over the text.</summary>
    public bool Verifies(string text, NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return (signature.Name, signature.KeyId) == (Name, KeyId) && NoteAlgorithm.Verify(this, text, signature.Bytes);
    }

    /// <summary>The same name, algorithm and key.</summary>
    public bool Equals(VerifierKey? other) =>
        other is not null && Name == other.Name && Algorithm == other.Algorithm && PublicKey.Span.SequenceEqual(other.PublicKey.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, KeyId);

    /// <summary>The vkey text.</summary>
    public override string ToString() => $"{Name}+{IdText}+{Convert.ToBase64String([Algorithm, .. PublicKey.Span])}";

    private string IdText => KeyId.ToString("x8", CultureInfo.InvariantCulture);

    private static VerifierKey Of(string name, byte algorithm, byte[] publicKey)
    {
        NoteAlgorithm.Check(algorithm, publicKey);
        return new(name, algorithm, publicKey);
    }
}
