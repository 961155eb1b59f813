using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>Compares the log in a pack with a checkpoint that the verifier kept from before.</summary>
internal static class PackHistory
{
    public static async Task<PackCheck> Check(byte[] older, PackEvidence log, CancellationToken cancellationToken)
    {
        const string What = "earlier checkpoint";
        try
        {
            var (before, now) = (Checkpoint.Open(older, log.Keys), log.Checkpoint!);
            if (before.Origin != now.Origin) throw new VerificationException($"It is of the log {before.Origin}, the pack is of {now.Origin}.");
            if (before.Size > now.Size) return new(What, PackResult.Recorded, $"It is newer than the pack: {before.Size} entries against {now.Size}. Ask the log for the proof from {now.Size} to {before.Size}.");
            if (before.Size > 0 && !ConsistencyProof.Verify(before.Size, now.Size, before.Root, now.Root, await new TiledTree(now.Size, log.Tiles).Consistency(before.Size, cancellationToken)))
                throw new VerificationException($"The log of {now.Size} entries does not begin with the {before.Size} entries of that checkpoint: the log was rewritten or forked.");
            return new(What, PackResult.Proved, $"The log begins with the {before.Size} entries of that checkpoint, unchanged.");
        }
        catch (LogDamagedException)
        {
            return new(What, PackResult.Recorded, "The pack does not hold the tiles to compare with that checkpoint; ask the log for a consistency proof.");
        }
        catch (Exception e) when (e is FormatException or VerificationException)
        {
            return new(What, PackResult.Failed, e.Message);
        }
    }
}
