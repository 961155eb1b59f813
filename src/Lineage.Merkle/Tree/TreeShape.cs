using System.Numerics;

namespace Lineage.Merkle;

/// <summary>A complete subtree: the leaves from <c>Index * 2^Height</c>, 2^Height of them.</summary>
internal readonly record struct Subtree(int Height, long Index);

/// <summary>Which ranges of leaves a proof is made of. Pure arithmetic: nothing here grows with the tree but its logarithm.</summary>
internal static class TreeShape
{
    /// <summary>The complete subtrees that make up a range, left to right; the range begins where a subtree as large as it may begin.</summary>
    public static IEnumerable<Subtree> Cover(long from, long to)
    {
        while (from < to)
        {
            var height = BitOperations.Log2((ulong)(to - from));
            yield return new(height, from >> height);
            from += 1L << height;
        }
    }

    /// <summary>The siblings of a leaf on its way to the root, nearest first (RFC 6962 section 2.1.1).</summary>
    public static List<(long From, long To)> InclusionRanges(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var ranges = new List<(long, long)>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var middle = from + Split(to - from);
            ranges.Add(index < middle ? (middle, to) : (from, middle));
            (from, to) = index < middle ? (from, middle) : (middle, to);
        }

        ranges.Reverse();
        return ranges;
    }

    /// <summary>The nodes of a consistency proof, in its order (RFC 6962 section 2.1.2); none from or to nothing.</summary>
    public static List<(long From, long To)> ConsistencyRanges(long oldSize, long newSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var ranges = new List<(long, long)>();
        var (from, to) = (0L, newSize);
        while (oldSize > 0 && to != oldSize)
        {
            var middle = from + Split(to - from);
            ranges.Add(oldSize <= middle ? (middle, to) : (from, middle));
            (from, to) = oldSize <= middle ? (from, middle) : (middle, to);
        }

        // The old root itself is known to the verifier when it is a node of the new tree.
        if (oldSize > 0 && from > 0)
        {
            ranges.Add((from, to));
        }

        ranges.Reverse();
        return ranges;
    }

    /// <summary>The largest power of two below a number of leaves that is at least 2.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));
}
