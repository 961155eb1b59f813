using System.Runtime.InteropServices;

namespace Lineage.Merkle;

/// <summary>Finds nodes of a tree of one size in its tiles (C2SP tlog-tiles, "Merkle Tree").</summary>
internal sealed class TileNodes
{
    private readonly long _size;
    private readonly Dictionary<TileId, ReadOnlyMemory<byte>> _tiles = [];

    private TileNodes(long size) => _size = size;

    /// <summary>Reads tiles with one call.</summary>
    public static async ValueTask<TileNodes> Read(long size, IReadOnlyList<TileId> tiles, ITileSource source, CancellationToken cancellationToken)
    {
        var nodes = new TileNodes(size);
        var read = await source.ReadAll(tiles, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < tiles.Count; i++)
        {
            nodes._tiles[tiles[i]] = Checked(tiles[i], read[i]);
        }

        return nodes;
    }

    /// <summary>The tiles in which the nodes of these ranges are found, each once.</summary>
    public static IEnumerable<TileId> TilesOf(IEnumerable<(long From, long To)> ranges, long size) =>
        ranges.SelectMany(range => TreeShape.Cover(range.From, range.To)).Select(node => TileOf(node, size)).Distinct();

    /// <summary>The bytes of a tile, if they have its length.</summary>
    public static ReadOnlyMemory<byte> Checked(TileId tile, ReadOnlyMemory<byte> bytes) =>
        bytes.Length == tile.Width * MerkleHash.Length
            ? bytes
            : throw new LogDamagedException(tile, $"has {bytes.Length} bytes; {tile.Width} hashes have {tile.Width * MerkleHash.Length}.");

    /// <summary>The hashes of a tile.</summary>
    public static ReadOnlySpan<MerkleHash> Hashes(ReadOnlyMemory<byte> tile) => MemoryMarshal.Cast<byte, MerkleHash>(tile.Span);

    /// <summary>The hash of a range of leaves.</summary>
    public MerkleHash Range(long from, long to)
    {
        var subtrees = TreeShape.Cover(from, to).ToArray();
        var hash = subtrees.Length == 0 ? Rfc6962.EmptyRoot : Node(subtrees[^1]);
        for (var i = subtrees.Length - 2; i >= 0; i--)
        {
            hash = Rfc6962.NodeHash(Node(subtrees[i]), hash);
        }

        return hash;
    }

    public ReadOnlyMemory<byte> Tile(TileId tile) => _tiles[tile];

    private MerkleHash Node(Subtree node)
    {
        var first = (node.Index << (node.Height % 8)) % TileId.Full;
        return Rfc6962.Root(Hashes(_tiles[TileOf(node, _size)]).Slice((int)first, 1 << (node.Height % 8)));
    }

    // A node eight levels up is one hash of the next level of tiles; those between are computed from the hashes below them.
    private static TileId TileOf(Subtree node, long size) => TileId.In(node.Height / 8, (node.Index << (node.Height % 8)) / TileId.Full, size);
}
