namespace Lineage.Merkle;

/// <summary>The root over a few leaves and the audit path of each of them (RFC 6962 sections 2.1 and 2.1.1), all in one walk.</summary>
public sealed class ReceiptTree
{
    private readonly List<MerkleHash>[] _paths;

    /// <summary>The tree of these leaf hashes.</summary>
    public ReceiptTree(IReadOnlyList<MerkleHash> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        _paths = [.. leaves.Select(_ => new List<MerkleHash>())];
        Root = leaves.Count == 0 ? Rfc6962.EmptyRoot : Node(leaves, 0, leaves.Count);
    }

    /// <summary>The root hash.</summary>
    public MerkleHash Root { get; }

    /// <summary>The audit path of a leaf, its sibling first.</summary>
    public IReadOnlyList<MerkleHash> Path(int index) => _paths[index];

    // Each leaf gets the sibling of every subtree it is in, on the way up.
    private MerkleHash Node(IReadOnlyList<MerkleHash> leaves, int from, int to)
    {
        if (to - from == 1) return leaves[from];
        var middle = from + (1 << System.Numerics.BitOperations.Log2((uint)(to - from - 1)));
        var (left, right) = (Node(leaves, from, middle), Node(leaves, middle, to));
        for (var i = from; i < to; i++) _paths[i].Add(i < middle ? right : left);
        return Rfc6962.NodeHash(left, right);
    }
}
