using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Lineage.Merkle;

/// <summary>Signs notes with Ed25519 (C2SP signed-note, "Ed25519 signatures"; RFC 8032): the key of a log.</summary>
public sealed class Ed25519Signer : INoteSigner
{
    /// <summary>The number of bytes of a seed.</summary>
    public const int SeedLength = 32;

    private readonly byte[] _seed;

    /// <summary>A signer with this name and secret.</summary>
    /// <param name="name">The name of the key; for a log its origin.</param>
    /// <param name="seed">The 32 secret bytes (RFC 8032 section 5.1.5), from a cryptographic random source.</param>
    /// <exception cref="ArgumentException">The name cannot be a key's name, or the seed has not 32 bytes.</exception>
    public Ed25519Signer(string name, ReadOnlySpan<byte> seed)
    {
        _seed = Copy(seed);
        Key = VerifierKey.Ed25519(name, PublicKey(_seed));
    }

    /// <inheritdoc/>
    public VerifierKey Key { get; }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> text) => Sign(_seed, text.ToArray());

    internal static byte[] Sign(byte[] seed, byte[] message)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(seed, 0, message, 0, message.Length, signature, 0);
        return signature;
    }

    internal static byte[] PublicKey(byte[] seed)
    {
        var key = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, 0, key, 0);
        return key;
    }

    internal static byte[] Copy(ReadOnlySpan<byte> seed) =>
        seed.Length == SeedLength ? seed.ToArray() : throw new ArgumentException($"The secret of an Ed25519 key has {SeedLength} bytes.", nameof(seed));
}
