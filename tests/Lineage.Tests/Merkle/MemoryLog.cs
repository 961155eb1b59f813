using System.Buffers;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

/// <summary>A log in memory, with tiles as the appender gave them and bundles; counts the reads and lets a test damage it.</summary>
internal sealed class MemoryLog : ITileSource
{
    private readonly TreeAppender _appender = new();

    public Dictionary<TileId, byte[]> Tiles { get; } = [];

    public List<TileId> Asked { get; } = [];

    public int Reads { get; private set; }

    public long Size => _appender.Size;

    public MerkleHash Root => _appender.Root();

    public static MemoryLog Of(long size)
    {
        var log = new MemoryLog();
        log.GrowTo(size);
        return log;
    }

    /// <summary>Appends entries and keeps the tiles that changed, as a sealer does between two checkpoints.</summary>
    public void GrowTo(long size)
    {
        while (_appender.Size < size)
        {
            _appender.Append(Rfc6962.LeafHash(NaiveTree.Entry(_appender.Size)));
        }

        foreach (var (id, bytes) in _appender.Changed())
        {
            Tiles[id] = bytes;
        }
    }

    public Checkpoint Checkpoint(string origin = "lineage.test/log") => new(origin, Size, Root);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> Read(IReadOnlyList<TileId> tiles, CancellationToken cancellationToken)
    {
        Reads++;
        Asked.AddRange(tiles);
        return new([.. tiles.Select(tile => (ReadOnlyMemory<byte>)(
            Tiles.TryGetValue(tile, out var bytes) ? bytes
            : tile.Level == TileId.Entries ? Bundle(tile)
            : throw new LogDamagedException(tile, "is missing.")))]);
    }

    public static byte[] Bundle(TileId tile)
    {
        var bundle = new ArrayBufferWriter<byte>();
        for (var i = 0; i < tile.Width; i++)
        {
            EntryBundle.Append(bundle, NaiveTree.Entry((tile.Index * TileId.Full) + i));
        }

        return bundle.WrittenSpan.ToArray();
    }
}
