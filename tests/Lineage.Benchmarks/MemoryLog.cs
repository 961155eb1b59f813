using System.Buffers;
using Lineage.Merkle;

namespace Lineage.Benchmarks;

/// <summary>A log of made-up events in memory: real entries of the usual length, all tiles and bundles.</summary>
internal sealed class MemoryLog : ITileSource
{
    private readonly Dictionary<TileId, byte[]> _files = [];
    private readonly TreeAppender _tree = new();

    public MemoryLog(int size)
    {
        Entries = [.. Enumerable.Range(0, size).Select(Entry)];
        for (var i = 0; i < size; i++)
        {
            _tree.Append(Rfc6962.LeafHash(Entries[i]));
            if (i % 65_536 == 65_535) Keep();
        }

        Keep();
        Checkpoint = new("benchmark/log", _tree.Size, _tree.Root());
        foreach (var bundle in TileId.EntryBundlesOf(size))
        {
            var output = new ArrayBufferWriter<byte>();
            for (var i = 0; i < bundle.Width; i++) EntryBundle.Append(output, Entries[bundle.Index * TileId.Full + i]);
            _files[bundle] = output.WrittenSpan.ToArray();
        }
    }

    public byte[][] Entries { get; }

    public Checkpoint Checkpoint { get; }

    /// <summary>The tiles of the tree, right edge included.</summary>
    public IEnumerable<(TileId Id, byte[] Hashes)> Tiles => _files.Where(file => file.Key.Level >= 0).Select(file => (file.Key, file.Value));

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> Read(IReadOnlyList<TileId> tiles, CancellationToken cancellationToken) =>
        new([.. tiles.Select(tile => (ReadOnlyMemory<byte>)_files[tile])]);

    public static Guid Id(int index) => new(index, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    private static byte[] Entry(int index) => new LeafEntry(
        "benchmark/log", "default", Id(index), index + 1, Id(index / 4), index % 4 + 1, "run_observed", DateTimeOffset.UnixEpoch.AddMilliseconds(index),
        "b0c17beb-31a0-40a1-ae1e-b8121b7109a8", Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(index))),
        Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(-index))), false).ToBytes();

    // Growing tiles replace their narrower selves.
    private void Keep()
    {
        foreach (var (tile, bytes) in _tree.Changed())
        {
            foreach (var old in _files.Keys.Where(k => k.Level == tile.Level && k.Index == tile.Index && k.Width < tile.Width).ToList()) _files.Remove(old);
            _files[tile] = bytes;
        }
    }
}
