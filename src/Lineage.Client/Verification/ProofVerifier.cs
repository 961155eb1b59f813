using System.Text;
using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>What a proof shows, once it is verified.</summary>
/// <param name="Event">The entry of the event; null when it is something else that the log holds.</param>
/// <param name="Origin">The log.</param>
/// <param name="Index">The place of the entry in it.</param>
/// <param name="Size">The size of the log in the signed checkpoint.</param>
/// <param name="Keys">The trusted keys that signed the checkpoint.</param>
public sealed record VerifiedProof(LeafEntry? Event, string Origin, long Index, long Size, IReadOnlyList<string> Keys);

/// <summary>Verifies that an event is in a log, from one file (C2SP tlog-proof), without server or network.</summary>
public static class ProofVerifier
{
    /// <summary>Verifies a proof.</summary>
    /// <param name="text">The proof.</param>
    /// <param name="entry">The bytes of the entry; null takes those in the proof's extra line.</param>
    /// <param name="keys">Trusted keys; they count under the name of the log, whatever generation of it they were given for.</param>
    /// <exception cref="FormatException">The text is no proof, or holds no entry.</exception>
    /// <exception cref="VerificationException">It proves nothing: the message says why.</exception>
    public static VerifiedProof Verify(string text, byte[]? entry, IReadOnlyCollection<VerifierKey> keys)
    {
        var proof = TlogProof.Parse(text);
        var bytes = entry ?? proof.Extra ?? throw new FormatException("The proof does not hold the entry it is about; give it in a file.");
        var checkpoint = proof.Verify(bytes, keys);
        var signers = SignedNote.Parse(Encoding.UTF8.GetBytes(proof.CheckpointNote)).VerifiedBy(keys);
        return new(LeafEntry.TryParse(bytes), checkpoint.Origin, proof.Index, checkpoint.Size, [.. signers.Select(key => key.ToString())]);
    }
}
