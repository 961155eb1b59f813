namespace Lineage.Merkle;

/// <summary>Signs checkpoints with the time at which they were seen (C2SP tlog-cosignature, "Ed25519 signed message"): the key of a witness.</summary>
public sealed class CosignatureSigner : INoteSigner
{
    private readonly byte[] _seed;
    private readonly TimeProvider _clock;

    /// <summary>A signer with this name, secret and clock.</summary>
    /// <param name="name">The name of the witness.</param>
    /// <param name="seed">The 32 secret bytes; a key signs either notes or cosignatures, never both.</param>
    /// <param name="clock">Tells the time that is signed.</param>
    /// <exception cref="ArgumentException">The name cannot be a key's name, or the seed has not 32 bytes.</exception>
    public CosignatureSigner(string name, ReadOnlySpan<byte> seed, TimeProvider clock)
    {
        (_seed, _clock) = (Ed25519Signer.Copy(seed), clock);
        Key = VerifierKey.Cosigner(name, Ed25519Signer.PublicKey(_seed));
    }

    /// <inheritdoc/>
    public VerifierKey Key { get; }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> text)
    {
        var time = _clock.GetUtcNow().ToUnixTimeSeconds();
        return Cosignatures.Write(time, Ed25519Signer.Sign(_seed, Cosignatures.Message(time, NoteText.Decode(text))));
    }
}
