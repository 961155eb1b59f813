using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace Lineage.Merkle;

/// <summary>The hashes of RFC 6962 section 2.1, and proofs from a list of leaves that is at hand.</summary>
public static class Rfc6962
{
    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;
    private const int SmallEntry = 1023;

    /// <summary>The root of the tree without leaves: the hash of no bytes.</summary>
    public static MerkleHash EmptyRoot { get; } = new(SHA256.HashData([]));

    /// <summary>The hash of a leaf: SHA-256(0x00 || entry).</summary>
    public static MerkleHash LeafHash(ReadOnlySpan<byte> entry)
    {
        if (entry.Length <= SmallEntry)
        {
            return Prefixed(entry, stackalloc byte[SmallEntry + 1]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(entry.Length + 1);
        var hash = Prefixed(entry, rented);
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>The hash of an inner node: SHA-256(0x01 || left || right).</summary>
    public static MerkleHash NodeHash(in MerkleHash left, in MerkleHash right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * MerkleHash.Length)];
        Span<byte> output = stackalloc byte[MerkleHash.Length];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + MerkleHash.Length)..]);
        SHA256.HashData(input, output);
        return new(output);
    }

    /// <summary>The root of the tree with these leaf hashes (MTH of RFC 6962 section 2.1).</summary>
    public static MerkleHash Root(ReadOnlySpan<MerkleHash> leaves) => leaves.Length switch
    {
        0 => EmptyRoot,
        1 => leaves[0],
        2 => NodeHash(leaves[0], leaves[1]),
        _ => NodeHash(Root(leaves[..Split(leaves.Length)]), Root(leaves[Split(leaves.Length)..])),
    };

    /// <summary>The audit path of a leaf, from its sibling up (PATH of RFC 6962 section 2.1.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static IReadOnlyList<MerkleHash> InclusionPath(ReadOnlySpan<MerkleHash> leaves, int index)
    {
        var path = new List<MerkleHash>();
        foreach (var (from, to) in TreeShape.InclusionRanges(index, leaves.Length))
        {
            path.Add(Root(leaves[(int)from..(int)to]));
        }

        return path;
    }

    private static MerkleHash Prefixed(ReadOnlySpan<byte> entry, Span<byte> buffer)
    {
        Span<byte> output = stackalloc byte[MerkleHash.Length];
        buffer[0] = LeafPrefix;
        entry.CopyTo(buffer[1..]);
        SHA256.HashData(buffer[..(entry.Length + 1)], output);
        return new(output);
    }

    private static int Split(int count) => 1 << BitOperations.Log2((uint)(count - 1));
}
