using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Lineage.Merkle;

/// <summary>What the signature types of C2SP signed-note differ in: the shape of the key, its id, and what is verified.</summary>
internal static class NoteAlgorithm
{
    /// <summary>Refuses key material that its algorithm does not have.</summary>
    /// <exception cref="FormatException">The algorithm is not known here, or the key does not fit it.</exception>
    public static void Check(byte algorithm, byte[] publicKey)
    {
        switch (algorithm)
        {
            case VerifierKey.PlainEd25519 or VerifierKey.Cosignature when publicKey.Length == Ed25519.PublicKeySize:
                break;
            case VerifierKey.PlainEd25519 or VerifierKey.Cosignature:
                throw new FormatException($"An Ed25519 public key has {Ed25519.PublicKeySize} bytes; this has {publicKey.Length}.");
            case VerifierKey.TreeHead:
                TreeHeadSignature.Check(publicKey);
                break;
            default:
                throw new FormatException($"Keys of signature type 0x{algorithm:x2} are not known here.");
        }
    }

    /// <summary>SHA-256(name || 0x0A || type || key)[:4]; type 0x05 takes the hash of the key, as a CT log's id does.</summary>
    public static uint KeyId(string name, byte algorithm, byte[] publicKey)
    {
        byte[] named = [.. NoteText.Encode(name), (byte)'\n', algorithm, .. algorithm == VerifierKey.TreeHead ? SHA256.HashData(publicKey) : publicKey];
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(named));
    }

    public static bool Verify(VerifierKey key, string text, ReadOnlyMemory<byte> signature) => key.Algorithm switch
    {
        VerifierKey.PlainEd25519 => Ed25519Verifies(key, NoteText.Encode(text), signature.Span),
        VerifierKey.Cosignature => Cosignatures.TryRead(signature.Span, out var time, out var ed25519) && Ed25519Verifies(key, Cosignatures.Message(time, text), ed25519),
        _ => TreeHeadSignature.Verify(key, text, signature.Span),
    };

    private static bool Ed25519Verifies(VerifierKey key, byte[] message, ReadOnlySpan<byte> signature) =>
        signature.Length == Ed25519.SignatureSize && Ed25519.Verify(signature.ToArray(), 0, key.PublicKey.ToArray(), 0, message, 0, message.Length);
}
