using System.Security.Cryptography;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

/// <summary>RFC 6962 section 2.1 word for word, slow and plain: what our tree is compared with.</summary>
internal static class NaiveTree
{
    public static byte[] Entry(long index) => System.Text.Encoding.UTF8.GetBytes($"entry {index}");

    public static byte[] Leaf(byte[] entry) => SHA256.HashData([0, .. entry]);

    public static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);

    public static byte[][] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => Leaf(Entry(i)))];

    public static byte[] Root(ArraySegment<byte[]> leaves)
    {
        var k = Split(leaves.Count);
        return leaves.Count switch { 0 => SHA256.HashData([]), 1 => leaves[0], _ => Node(Root(leaves[..k]), Root(leaves[k..])) };
    }

    public static IEnumerable<byte[]> Path(int m, ArraySegment<byte[]> leaves)
    {
        var k = Split(leaves.Count);
        return leaves.Count <= 1 ? []
            : m < k ? Path(m, leaves[..k]).Append(Root(leaves[k..]))
            : Path(m - k, leaves[k..]).Append(Root(leaves[..k]));
    }

    public static IEnumerable<byte[]> Proof(int m, ArraySegment<byte[]> leaves) => SubProof(m, leaves, true);

    public static MerkleHash[] Hashes(IEnumerable<byte[]> hashes) => [.. hashes.Select(hash => new MerkleHash(hash))];

    private static IEnumerable<byte[]> SubProof(int m, ArraySegment<byte[]> leaves, bool whole)
    {
        var k = Split(leaves.Count);
        return m == leaves.Count ? (whole ? [] : [Root(leaves)])
            : m <= k ? SubProof(m, leaves[..k], whole).Append(Root(leaves[k..]))
            : SubProof(m - k, leaves[k..], false).Append(Root(leaves[..k]));
    }

    private static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n)
        {
            k *= 2;
        }

        return k;
    }
}
