using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Lineage.Merkle;

/// <summary>Signature type 0x05: a checkpoint signed as an RFC 6962 tree head (section 3.5; C2SP static-ct-api). Verified only, for logs of others.</summary>
internal static class TreeHeadSignature
{
    private const int HeaderLength = 12;
    private const byte Sha256 = 4;
    private const byte Ecdsa = 3;

    /// <exception cref="FormatException">The key is no ECDSA P-256 public key in SPKI form.</exception>
    public static void Check(byte[] publicKey)
    {
        using var key = Import(publicKey);
        if (key?.KeySize != 256)
        {
            throw new FormatException("A key for RFC 6962 tree heads is an ECDSA P-256 public key; this is not.");
        }
    }

    public static bool Verify(VerifierKey key, string text, ReadOnlySpan<byte> signature)
    {
        if (signature.Length <= HeaderLength || !Checkpoint.TryParse(text, out var head) || head.Origin != key.Name)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(signature[10..]);
        using var ecdsa = Import(key.PublicKey.ToArray());
        return signature[8] == Sha256 && signature[9] == Ecdsa && length == signature.Length - HeaderLength && ecdsa is not null
            && ecdsa.VerifyData(Signed(head, signature[..8]), signature[HeaderLength..], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    // Version v1 (0), signature type tree_hash (1), time, size, root.
    private static byte[] Signed(Checkpoint head, ReadOnlySpan<byte> time)
    {
        Span<byte> size = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(size, head.Size);
        return [0, 1, .. time, .. size, .. head.Root.ToArray()];
    }

    private static ECDsa? Import(byte[] publicKey)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(publicKey, out var read);
            return read == publicKey.Length ? key : null;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }
}
