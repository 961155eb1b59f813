using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>
/// Which keys may sign the logs of a tenant. A key is trusted because the caller or the notebook names it, on first use because the
/// server does, or because a trusted key sealed the event that hands over to it. A continued log bears the same key under its own name.
/// </summary>
internal sealed class KeyTrust(IEnumerable<VerifierKey> given, IEnumerable<VerifierKey> named)
{
    private readonly List<byte[]> _trusted = [.. given.Select(Bytes)];
    private readonly List<byte[]> _known = [.. given.Concat(named).Select(Bytes)];

    /// <summary>Whether nobody has named a key yet.</summary>
    public bool IsFirstUse { get; private set; }

    /// <summary>The trusted keys under the name of a log.</summary>
    public IEnumerable<VerifierKey> Under(string origin) => Named(_trusted, origin);

    /// <summary>Whether a key is trusted, whatever its name.</summary>
    public bool Has(VerifierKey key) => _trusted.Exists(trusted => trusted.AsSpan().SequenceEqual(key.PublicKey.Span));

    /// <summary>The known keys, trusted or not, that signed a checkpoint of the log it names.</summary>
    /// <exception cref="VerificationException">A signature of a known key does not fit, or no known key signed.</exception>
    /// <exception cref="FormatException">It is no signed checkpoint.</exception>
    public (Checkpoint Checkpoint, IReadOnlyList<VerifierKey> Signers) Open(ReadOnlySpan<byte> note)
    {
        var signed = SignedNote.Parse(note);
        var checkpoint = Checkpoint.Parse(signed.Text);
        var signers = signed.VerifiedBy(Named(_known, checkpoint.Origin));
        if (signers.Count == 0) throw new VerificationException($"no known key of {checkpoint.Origin} signed it");
        if (_trusted.Count == 0)
        {
            IsFirstUse = true;
            foreach (var signer in signers) Trust(signer);
        }

        return (checkpoint, signers);
    }

    public void Trust(VerifierKey key)
    {
        if (!Has(key)) _trusted.Add(Bytes(key));
        _known.Add(Bytes(key));
    }

    private static IEnumerable<VerifierKey> Named(IEnumerable<byte[]> keys, string origin) => keys.Select(key => VerifierKey.Ed25519(origin, key)).Distinct();

    private static byte[] Bytes(VerifierKey key) => key.PublicKey.ToArray();
}
