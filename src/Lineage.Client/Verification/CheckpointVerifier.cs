using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>What a checkpoint shows, once it is verified.</summary>
/// <param name="Checkpoint">What it states.</param>
/// <param name="Keys">The trusted keys of the log that signed it.</param>
/// <param name="Witnesses">The trusted witnesses that cosigned it, each with the time it states.</param>
/// <param name="Missing">Trusted witnesses that did not cosign it.</param>
/// <param name="Older">The size of the older checkpoint that it was shown to continue; null when none was given.</param>
public sealed record VerifiedCheckpoint(Checkpoint Checkpoint, IReadOnlyList<string> Keys, IReadOnlyList<Cosigned> Witnesses, IReadOnlyList<string> Missing, long? Older);

/// <summary>A cosignature of a witness (C2SP tlog-cosignature).</summary>
/// <param name="Name">The witness.</param>
/// <param name="At">When it saw the checkpoint.</param>
public sealed record Cosigned(string Name, DateTimeOffset? At);

/// <summary>Verifies a signed checkpoint (C2SP tlog-checkpoint), and that it continues an older one.</summary>
public static class CheckpointVerifier
{
    /// <summary>Verifies a checkpoint.</summary>
    /// <param name="note">The signed checkpoint.</param>
    /// <param name="keys">Trusted keys of the log.</param>
    /// <param name="witnesses">Trusted keys of witnesses.</param>
    /// <param name="older">An older signed checkpoint of the same log, or null.</param>
    /// <param name="tiles">Where the tiles of the log are; needed for an older checkpoint of another size. They need not be trusted.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="FormatException">Something is no signed checkpoint.</exception>
    /// <exception cref="VerificationException">It does not hold: the message says why.</exception>
    public static async Task<VerifiedCheckpoint> Verify(
        byte[] note, IReadOnlyCollection<VerifierKey> keys, IReadOnlyCollection<VerifierKey> witnesses, byte[]? older, ITileSource? tiles, CancellationToken cancellationToken = default)
    {
        var checkpoint = Checkpoint.Open(note, keys);
        var signed = SignedNote.Parse(note);
        var cosigned = signed.VerifiedBy(witnesses);
        long? size = older is null ? null : await Continues(checkpoint, Checkpoint.Open(older, keys), tiles, cancellationToken).ConfigureAwait(false);
        return new(
            checkpoint, [.. signed.VerifiedBy(keys).Select(key => key.ToString())],
            [.. cosigned.Select(witness => new Cosigned(witness.Name, signed.Signatures.First(s => (s.Name, s.KeyId) == (witness.Name, witness.KeyId)).CosignedAt))],
            [.. witnesses.Except(cosigned).Select(witness => witness.Name)], size);
    }

    private static async Task<long> Continues(Checkpoint now, Checkpoint then, ITileSource? tiles, CancellationToken cancellationToken)
    {
        if (then.Origin != now.Origin) throw new VerificationException($"The older checkpoint is of another log: {then.Origin}, not {now.Origin}.");
        if (then.Size > now.Size) throw new VerificationException($"The log shrank: it had {then.Size} entries and now has {now.Size}.");
        if (then.Size == now.Size && then.Root == now.Root || then.Size == 0) return then.Size;
        if (then.Size == now.Size) throw new VerificationException($"The log forked: two checkpoints of {now.Size} entries have different roots.");
        var path = await new TiledTree(now.Size, tiles ?? throw new FormatException("To compare checkpoints of different sizes the tiles of the log are needed.")).Consistency(then.Size, cancellationToken).ConfigureAwait(false);
        return ConsistencyProof.Verify(then.Size, now.Size, then.Root, now.Root, path)
            ? then.Size
            : throw new VerificationException($"The log of {now.Size} entries is not shown to continue the one of {then.Size}: it was rewritten, or these are not its tiles.");
    }
}
