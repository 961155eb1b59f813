namespace Lineage.Merkle;

/// <summary>The right edge of a growing tree: takes leaves, gives the root and the tiles that changed (C2SP tlog-tiles).</summary>
/// <remarks>Keeps one unfinished tile a level, one node a level of the tree, and the tiles not yet fetched by <see cref="Changed"/>. Not for two threads.</remarks>
public sealed class TreeAppender
{
    private readonly Stack<MerkleHash> _edge = [];
    private readonly List<OpenTile> _open = [];
    private readonly List<(TileId Id, byte[] Bytes)> _full = [];

    /// <summary>The number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>Goes on where a tree of this size ends; reads the tiles of its right edge.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    /// <exception cref="LogDamagedException">A tile is missing or has the wrong length.</exception>
    public static async Task<TreeAppender> At(long size, ITileSource tiles, CancellationToken cancellationToken = default)
    {
        var ids = TiledTree.TilesForRoot(size);
        var nodes = await TileNodes.Read(size, ids, tiles, cancellationToken).ConfigureAwait(false);
        var appender = new TreeAppender { Size = size };
        foreach (var id in ids.OrderBy(tile => tile.Level))
        {
            appender.Open(id.Level).Continue(nodes.Tile(id));
        }

        foreach (var node in TreeShape.Cover(0, size))
        {
            appender._edge.Push(nodes.Range(node.Index << node.Height, (node.Index + 1) << node.Height));
        }

        return appender;
    }

    /// <summary>Adds a leaf.</summary>
    public void Append(in MerkleHash leaf)
    {
        var node = leaf;
        Add(0, node);

        // As in counting: every 1 at the end of the size is a complete subtree that joins the new one.
        for (var height = 0; ((Size >> height) & 1) == 1; height++)
        {
            node = Rfc6962.NodeHash(_edge.Pop(), node);
            if ((height + 1) % 8 == 0)
            {
                Add((height + 1) / 8, node);
            }
        }

        _edge.Push(node);
        Size++;
    }

    /// <summary>The root hash of the leaves so far (RFC 6962 section 2.1).</summary>
    public MerkleHash Root()
    {
        MerkleHash? root = null;
        foreach (var node in _edge)
        {
            root = root is { } right ? Rfc6962.NodeHash(node, right) : node;
        }

        return root ?? Rfc6962.EmptyRoot;
    }

    /// <summary>The tiles that are new or grew since the last call, or since the beginning; those at the right edge with their present width.</summary>
    public IReadOnlyList<(TileId Id, byte[] Bytes)> Changed()
    {
        (TileId, byte[])[] changed = [.. _full, .. _open.Where(tile => tile.Grew).Select(tile => tile.Take(Size))];
        _full.Clear();
        return changed;
    }

    private void Add(int level, in MerkleHash node)
    {
        var tile = Open(level);
        tile.Add(node);
        if (tile.IsFull)
        {
            _full.Add(tile.Finish(Size + 1));
        }
    }

    private OpenTile Open(int level)
    {
        while (_open.Count <= level)
        {
            _open.Add(new(_open.Count));
        }

        return _open[level];
    }
}
