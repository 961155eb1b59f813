namespace Lineage.Merkle;

/// <summary>Verifies that a leaf is in a tree (RFC 9162 section 2.1.3.2).</summary>
public static class InclusionProof
{
    /// <summary>Whether the path leads from the leaf at this index to this root of a tree of this size.</summary>
    /// <param name="index">The place of the leaf, from 0.</param>
    /// <param name="size">The number of leaves of the tree.</param>
    /// <param name="leaf">The leaf hash.</param>
    /// <param name="path">The audit path, the leaf's sibling first.</param>
    /// <param name="root">The root that is trusted, from a checkpoint.</param>
    public static bool Verify(long index, long size, MerkleHash leaf, IReadOnlyList<MerkleHash> path, MerkleHash root) =>
        RootFrom(index, size, leaf, path) == root;

    /// <summary>The root that a leaf and its path give, or null when the path has the wrong length for the place or there is no such place.</summary>
    public static MerkleHash? RootFrom(long index, long size, MerkleHash leaf, IReadOnlyList<MerkleHash> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (index < 0 || index >= size)
        {
            return null;
        }

        var (node, last, root) = (index, size - 1, leaf);
        foreach (var sibling in path)
        {
            if (last == 0)
            {
                return null;
            }

            if ((node & 1) == 1 || node == last)
            {
                root = Rfc6962.NodeHash(sibling, root);
                SkipLevelsWithoutSibling(ref node, ref last);
            }
            else
            {
                root = Rfc6962.NodeHash(root, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 ? root : null;
    }

    /// <summary>At the right edge a node may stand alone on a level and rises unchanged.</summary>
    internal static void SkipLevelsWithoutSibling(ref long node, ref long last)
    {
        while ((node & 1) == 0 && node != 0)
        {
            (node, last) = (node >> 1, last >> 1);
        }
    }
}
