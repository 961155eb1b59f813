namespace Lineage.Merkle;

/// <summary>The unfinished tile of one level.</summary>
internal sealed class OpenTile(int level)
{
    private readonly byte[] _bytes = new byte[TileId.Full * MerkleHash.Length];
    private int _width;

    /// <summary>Whether it has hashes that were not yet taken.</summary>
    public bool Grew { get; private set; }

    public bool IsFull => _width == TileId.Full;

    public void Continue(ReadOnlyMemory<byte> hashes)
    {
        hashes.CopyTo(_bytes);
        _width = hashes.Length / MerkleHash.Length;
    }

    public void Add(in MerkleHash hash)
    {
        hash.CopyTo(_bytes.AsSpan(_width++ * MerkleHash.Length));
        Grew = true;
    }

    /// <summary>The tile as it is in a tree of this size.</summary>
    public (TileId Id, byte[] Bytes) Take(long size)
    {
        Grew = false;
        return (new(level, ((size >> (8 * level)) - 1) / TileId.Full, _width), _bytes[..(_width * MerkleHash.Length)]);
    }

    /// <summary>The full tile; an empty one follows it.</summary>
    public (TileId Id, byte[] Bytes) Finish(long size)
    {
        var tile = Take(size);
        _width = 0;
        return tile;
    }
}
