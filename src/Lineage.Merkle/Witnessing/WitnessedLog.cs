namespace Lineage.Merkle;

/// <summary>What a witness knows of a log: whom to trust, and the last state that it cosigned.</summary>
/// <param name="Origin">The identity of the log.</param>
/// <param name="Keys">The keys that may sign its checkpoints.</param>
/// <param name="Size">The size last cosigned, 0 at first.</param>
/// <param name="Root">The root last cosigned.</param>
public sealed record WitnessedLog(string Origin, IReadOnlyList<VerifierKey> Keys, long Size, MerkleHash Root)
{
    /// <summary>A log of which nothing was cosigned yet.</summary>
    public static WitnessedLog New(string origin, IReadOnlyList<VerifierKey> keys) => new(origin, keys, 0, Rfc6962.EmptyRoot);
}
