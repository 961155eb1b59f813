namespace Lineage.Merkle;

/// <summary>A tree of one size, read from its tiles: its root and proofs (RFC 6962 section 2.1, C2SP tlog-tiles). Each answer costs one read.</summary>
/// <remarks>What comes out is what the tiles say; whoever uses it checks it against a signed checkpoint.</remarks>
/// <param name="size">The number of leaves.</param>
/// <param name="tiles">Where the tiles are.</param>
public sealed class TiledTree(long size, ITileSource tiles)
{
    private readonly long _size = size >= 0 ? size : throw new ArgumentOutOfRangeException(nameof(size), size, "A tree has no negative size.");

    /// <summary>The tiles that give the root: those at the right edge.</summary>
    public static IReadOnlyList<TileId> TilesForRoot(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return [.. TileNodes.TilesOf([(0, size)], size)];
    }

    /// <summary>The tiles with which anybody can prove a leaf and check them against the root: the leaf's own, its siblings', the right edge.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static IReadOnlyList<TileId> TilesForInclusion(long index, long size) =>
        [.. TileNodes.TilesOf([(index, index + 1), .. TreeShape.InclusionRanges(index, size), (0, size)], size)];

    /// <summary>The tiles with which anybody can prove an older tree to be the beginning of this one and check them against the root.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The older tree is larger, or a size is negative.</exception>
    public static IReadOnlyList<TileId> TilesForConsistency(long oldSize, long size) =>
        [.. TileNodes.TilesOf([.. TreeShape.ConsistencyRanges(oldSize, size), (0, size)], size)];

    /// <summary>The root hash.</summary>
    /// <exception cref="LogDamagedException">A tile is missing or has the wrong length.</exception>
    public async Task<MerkleHash> Root(CancellationToken cancellationToken = default) =>
        (await Hashes([(0, _size)], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>The hash of one leaf.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    /// <exception cref="LogDamagedException">A tile is missing or has the wrong length.</exception>
    public async Task<MerkleHash> Leaf(long index, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _size);
        return (await Hashes([(index, index + 1)], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>The audit path of a leaf, its sibling first (RFC 6962 section 2.1.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    /// <exception cref="LogDamagedException">A tile is missing or has the wrong length.</exception>
    public async Task<IReadOnlyList<MerkleHash>> Inclusion(long index, CancellationToken cancellationToken = default) =>
        await Hashes(TreeShape.InclusionRanges(index, _size), cancellationToken).ConfigureAwait(false);

    /// <summary>The proof that an older tree is the beginning of this one (RFC 6962 section 2.1.2); empty from size 0 and from the same size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The older tree is larger, or its size is negative.</exception>
    /// <exception cref="LogDamagedException">A tile is missing or has the wrong length.</exception>
    public async Task<IReadOnlyList<MerkleHash>> Consistency(long oldSize, CancellationToken cancellationToken = default) =>
        await Hashes(TreeShape.ConsistencyRanges(oldSize, _size), cancellationToken).ConfigureAwait(false);

    private async Task<MerkleHash[]> Hashes(List<(long From, long To)> ranges, CancellationToken cancellationToken)
    {
        var nodes = await TileNodes.Read(_size, [.. TileNodes.TilesOf(ranges, _size)], tiles, cancellationToken).ConfigureAwait(false);
        return [.. ranges.Select(range => nodes.Range(range.From, range.To))];
    }
}
