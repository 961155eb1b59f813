namespace Lineage.Merkle;

/// <summary>The name of a tile of the tree, or of a bundle of entries (C2SP tlog-tiles, "Merkle Tree" and "Log entries").</summary>
/// <param name="Level">0 for the tiles of leaf hashes, and so on up; <see cref="Entries"/> for a bundle of entries.</param>
/// <param name="Index">The place of the tile in its level, from 0.</param>
/// <param name="Width">The number of hashes or entries: <see cref="Full"/>, or 1 to 255 for a partial tile.</param>
public readonly record struct TileId(int Level, long Index, int Width)
{
    /// <summary>The width of a full tile.</summary>
    public const int Full = 256;

    /// <summary>The level that stands for bundles of entries.</summary>
    public const int Entries = -1;

    /// <summary>The largest level that a path can name.</summary>
    public const int MaxLevel = 63;

    /// <summary>The path below the prefix of the log, such as <c>tile/0/x001/x234/067.p/5</c>.</summary>
    public string Path => TilePath.Format(this);

    /// <summary>Reads a path; only the one path that a tile has is read.</summary>
    public static bool TryParse(string? path, out TileId tile) => TilePath.TryParse(path, out tile);

    /// <summary>All tiles of hashes of a tree, level by level from the leaves, with the partial ones at its right edge.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public static IEnumerable<TileId> OfTree(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return Enumerable.Range(0, 8).SelectMany(level => Row(level, size >> (8 * level)));
    }

    /// <summary>All bundles of entries of a tree, the last one partial if need be.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public static IEnumerable<TileId> EntryBundlesOf(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return Row(Entries, size);
    }

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    /// <summary>The tile at a place of a level, as wide as a tree of this size makes it.</summary>
    internal static TileId In(int level, long index, long size) =>
        new(level, index, (int)Math.Min(Full, (size >> (8 * Math.Max(level, 0))) - (index * Full)));

    private static IEnumerable<TileId> Row(int level, long count)
    {
        for (long index = 0; index * Full < count; index++)
        {
            yield return new(level, index, (int)Math.Min(Full, count - (index * Full)));
        }
    }
}
