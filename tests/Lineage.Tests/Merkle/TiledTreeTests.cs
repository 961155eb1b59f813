using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class TiledTreeTests
{
    private const int Largest = 66_000;
    private static readonly MemoryLog Log = Grown();
    private static readonly MerkleHash[] Leaves = NaiveTree.Hashes(NaiveTree.Leaves(Largest));

    [Property(MaxTest = 60)]
    public async Task Tiles_give_the_same_root_leaves_and_proofs_as_the_leaves_themselves(int seed)
    {
        var random = new Random(seed);
        var size = random.Next(1, Largest);
        var (index, oldSize) = (random.Next(size), random.Next(1, size + 1));
        var (tree, root) = (new TiledTree(size, new Truncating(Log)), Rfc6962.Root(Leaves.AsSpan()[..size]));
        var path = await tree.Inclusion(index);

        Assert.Equal(root, await tree.Root());
        Assert.Equal(Leaves[index], await tree.Leaf(index));
        Assert.Equal(Rfc6962.InclusionPath(Leaves.AsSpan()[..size], index), path);
        Assert.True(InclusionProof.Verify(index, size, Leaves[index], path, root));
        Assert.True(ConsistencyProof.Verify(oldSize, size, Rfc6962.Root(Leaves.AsSpan()[..oldSize]), root, await tree.Consistency(oldSize)));
    }

    [Property(MaxTest = 60)]
    public async Task A_pack_of_the_named_tiles_is_enough_and_an_answer_is_one_read(int seed)
    {
        var random = new Random(seed);
        var size = random.Next(1, Largest);
        var (index, oldSize) = (random.Next(size), random.Next(1, size));
        await OnlyReads(TiledTree.TilesForRoot(size), size, tree => tree.Root());
        await OnlyReads(TiledTree.TilesForInclusion(index, size), size, tree => tree.Inclusion(index));
        await OnlyReads(TiledTree.TilesForInclusion(index, size), size, tree => tree.Leaf(index));
        await OnlyReads(TiledTree.TilesForConsistency(oldSize, size), size, tree => tree.Consistency(oldSize));
        Assert.Subset(TiledTree.TilesForInclusion(index, size).ToHashSet(), TiledTree.TilesForRoot(size).ToHashSet());
        Assert.Subset(TileId.OfTree(size).ToHashSet(), TiledTree.TilesForInclusion(index, size).Concat(TiledTree.TilesForConsistency(oldSize, size)).ToHashSet());
    }

    [Fact]
    public async Task A_tree_without_leaves_is_read_without_reading()
    {
        var (empty, log) = (new MemoryLog(), new MemoryLog());
        Assert.Equal(Rfc6962.EmptyRoot, await new TiledTree(0, empty).Root());
        Assert.Empty(await new TiledTree(0, empty).Consistency(0));
        Assert.Equal(Rfc6962.EmptyRoot, (await TreeAppender.At(0, log)).Root());
        Assert.Equal(0, empty.Reads + log.Reads);
    }

    [Fact]
    public async Task What_is_outside_the_tree_is_refused_in_words()
    {
        var tree = new TiledTree(10, Log);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => tree.Inclusion(10));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => tree.Inclusion(-1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => tree.Leaf(10));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => tree.Consistency(11));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => tree.Consistency(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TiledTree(-1, Log));
    }

    [Fact]
    public async Task A_missing_or_short_tile_is_named()
    {
        var log = MemoryLog.Of(300);
        log.Tiles[new(0, 1, 44)] = log.Tiles[new(0, 1, 44)][..^1];
        Assert.Contains("tile/0/001.p/44 has 1407 bytes", (await Assert.ThrowsAsync<LogDamagedException>(() => new TiledTree(300, log).Root())).Message, StringComparison.Ordinal);
        log.Tiles.Remove(new(0, 1, 44));
        Assert.Equal(new TileId(0, 1, 44), (await Assert.ThrowsAsync<LogDamagedException>(() => new TiledTree(300, log).Inclusion(3))).Tile);
    }

    [Fact]
    public void The_tiles_of_a_huge_tree_are_named_at_once()
    {
        Assert.InRange(TiledTree.TilesForInclusion(1L << 40, long.MaxValue).Count, 1, 16);
        Assert.InRange(TiledTree.TilesForConsistency((1L << 62) + 1, long.MaxValue).Count, 1, 16);
    }

    private static async Task OnlyReads<T>(IReadOnlyList<TileId> pack, int size, Func<TiledTree, Task<T>> answer)
    {
        var source = new Truncating(Log);
        await answer(new(size, source));
        Assert.InRange(source.Reads, 0, 1);
        Assert.Subset(pack.ToHashSet(), source.Asked.ToHashSet());
        Assert.Equal(source.Asked.Count, source.Asked.Distinct().Count());
    }

    private static MemoryLog Grown() => MemoryLog.Of(Largest);

    /// <summary>Gives the beginning of the tiles of a longer log, as a server does that keeps no partial tiles.</summary>
    private sealed class Truncating(MemoryLog log) : ITileSource
    {
        private readonly ILookup<(int, long), byte[]> _widest = log.Tiles.OrderByDescending(tile => tile.Key.Width).ToLookup(tile => (tile.Key.Level, tile.Key.Index), tile => tile.Value);

        public List<TileId> Asked { get; } = [];

        public int Reads { get; private set; }

        public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> Read(IReadOnlyList<TileId> tiles, CancellationToken cancellationToken)
        {
            Reads++;
            Asked.AddRange(tiles);
            return new([.. tiles.Select(tile => (ReadOnlyMemory<byte>)_widest[(tile.Level, tile.Index)].First().AsMemory(0, tile.Width * MerkleHash.Length))]);
        }
    }
}
