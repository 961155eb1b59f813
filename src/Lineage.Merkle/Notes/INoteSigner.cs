namespace Lineage.Merkle;

/// <summary>Signs the texts of notes with one key (C2SP signed-note, "Signatures").</summary>
public interface INoteSigner
{
    /// <summary>The key that verifies these signatures.</summary>
    VerifierKey Key { get; }

    /// <summary>The signature of a text, as its algorithm encodes it, without the key id.</summary>
    byte[] Sign(ReadOnlySpan<byte> text);
}
