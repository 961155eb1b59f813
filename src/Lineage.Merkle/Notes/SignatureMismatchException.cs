namespace Lineage.Merkle;

/// <summary>A note carries a signature of a known key that does not verify (C2SP signed-note, "Signatures").</summary>
public sealed class SignatureMismatchException(VerifierKey key)
    : VerificationException($"The signature of {key.Name}+{key.KeyId:x8} does not fit the text: one of them was altered.")
{
    /// <summary>The key.</summary>
    public VerifierKey Key { get; } = key;
}
