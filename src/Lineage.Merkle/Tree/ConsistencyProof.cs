using System.Numerics;

namespace Lineage.Merkle;

/// <summary>Verifies that a tree still holds all of an older one, unchanged and in the same places (RFC 9162 section 2.1.4.2).</summary>
public static class ConsistencyProof
{
    /// <summary>Whether the path shows the old tree to be the beginning of the new one.</summary>
    /// <remarks>
    /// From a tree without leaves nothing can be shown, so an old size of 0 is refused; whoever remembers nothing yet decides that before.
    /// </remarks>
    /// <param name="oldSize">The number of leaves of the older tree, at least 1.</param>
    /// <param name="newSize">The number of leaves of the newer tree.</param>
    /// <param name="oldRoot">The older root, as remembered.</param>
    /// <param name="newRoot">The newer root, as signed.</param>
    /// <param name="path">The proof, as RFC 6962 section 2.1.2 orders it.</param>
    public static bool Verify(long oldSize, long newSize, MerkleHash oldRoot, MerkleHash newRoot, IReadOnlyList<MerkleHash> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (oldSize <= 0 || oldSize > newSize)
        {
            return false;
        }

        if (oldSize == newSize)
        {
            return path.Count == 0 && oldRoot == newRoot;
        }

        return path.Count > 0 && Rises(oldSize, newSize, oldRoot, newRoot, path);
    }

    private static bool Rises(long oldSize, long newSize, MerkleHash oldRoot, MerkleHash newRoot, IReadOnlyList<MerkleHash> path)
    {
        // When the old tree is a complete subtree of the new one its root is left out of the proof.
        var complete = BitOperations.IsPow2(oldSize);
        var start = complete ? oldRoot : path[0];
        var (node, last) = (oldSize - 1, newSize - 1);
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        var (older, newer) = (start, start);
        for (var i = complete ? 0 : 1; i < path.Count; i++)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                (older, newer) = (Rfc6962.NodeHash(path[i], older), Rfc6962.NodeHash(path[i], newer));
                InclusionProof.SkipLevelsWithoutSibling(ref node, ref last);
            }
            else
            {
                newer = Rfc6962.NodeHash(newer, path[i]);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && older == oldRoot && newer == newRoot;
    }
}
