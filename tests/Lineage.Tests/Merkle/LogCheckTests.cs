using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class LogCheckTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(66_100)]
    public async Task A_whole_log_is_checked_and_its_entries_come_in_order(long size)
    {
        var log = MemoryLog.Of(size);
        var (next, last) = (0L, 0L);
        await new LogCheck(log.Checkpoint(), log)
        {
            ChunkTiles = 5,
            Entry = (index, entry) =>
            {
                Assert.Equal(next++, index);
                Assert.Equal(NaiveTree.Entry(index), entry.ToArray());
            },
            Progress = done => last = done,
        }.Run();
        Assert.Equal((size, size), (next, last));
        Assert.Empty(TileId.OfTree(size).Except(log.Asked));
    }

    [Fact]
    public async Task An_altered_entry_is_named_by_its_index()
    {
        var log = MemoryLog.Of(1_000);
        var bundle = new TileId(TileId.Entries, 1, TileId.Full);
        log.Tiles[bundle] = MemoryLog.Bundle(bundle);
        log.Tiles[bundle][^1] ^= 1;
        log.Tiles[new(TileId.Entries, 2, TileId.Full)] = [];
        var damage = await Assert.ThrowsAsync<LogDamagedException>(() => new LogCheck(log.Checkpoint(), log).Run());
        Assert.Equal((511L, (TileId?)bundle), (damage.Index, damage.Tile));
        Assert.Equal("Entry 511 in tile/entries/001 does not hash to its leaf in the tree.", damage.Message);
    }

    [Theory]
    [InlineData(0, 2, 256)]
    [InlineData(0, 255, 256)]
    [InlineData(1, 0, 256)]
    public async Task An_altered_tile_is_named_even_with_entries_to_match(int level, long index, int width)
    {
        var log = MemoryLog.Of(66_100);
        log.Tiles[new(level, index, width)][77] ^= 1;
        var damage = await Assert.ThrowsAsync<LogDamagedException>(() => new LogCheck(log.Checkpoint(), log).Run());
        Assert.Equal(new TileId(level, index, width), damage.Tile);
        Assert.Contains("was altered", damage.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 258, 52)]
    [InlineData(1, 1, 2)]
    [InlineData(2, 0, 1)]
    public async Task An_altered_right_edge_does_not_give_the_signed_root(int level, long index, int width)
    {
        var log = MemoryLog.Of(66_100);
        log.Tiles[new(level, index, width)][0] ^= 1;
        var damage = await Assert.ThrowsAsync<LogDamagedException>(() => new LogCheck(log.Checkpoint(), log).Run());
        Assert.Contains(new TileId(level, index, width).Path, damage.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "is cut short: it holds 255 of 256 entries.")]
    [InlineData(1, "holds more than its 256 entries.")]
    public async Task A_bundle_with_another_number_of_entries_is_named(int change, string words)
    {
        var log = MemoryLog.Of(300);
        var bundle = new TileId(TileId.Entries, 0, TileId.Full);
        log.Tiles[bundle] = MemoryLog.Bundle(bundle with { Width = TileId.Full + change });
        var damage = await Assert.ThrowsAsync<LogDamagedException>(() => new LogCheck(log.Checkpoint(), log).Run());
        Assert.Equal($"tile/entries/000 {words}", damage.Message);
    }

    [Fact]
    public async Task A_missing_tile_a_wrong_root_and_a_false_empty_root_are_damage()
    {
        var log = MemoryLog.Of(1_000);
        var other = log.Checkpoint() with { };
        await Assert.ThrowsAsync<LogDamagedException>(() => new LogCheck(new(other.Origin, 999, other.Root), MemoryLog.Of(999)).Run());
        await Assert.ThrowsAsync<LogDamagedException>(() => new LogCheck(new(other.Origin, 0, other.Root), log).Run());
        log.Tiles.Remove(new(0, 1, TileId.Full));
        Assert.Equal("tile/0/001 is missing.", (await Assert.ThrowsAsync<LogDamagedException>(() => new LogCheck(other, log).Run())).Message);
    }

    [Fact]
    public async Task A_source_that_gives_too_little_is_damage_and_a_cancelled_check_ends()
    {
        await Assert.ThrowsAsync<LogDamagedException>(() => new LogCheck(MemoryLog.Of(3).Checkpoint(), new Silent()).Run());
        await Assert.ThrowsAsync<OperationCanceledException>(() => new LogCheck(MemoryLog.Of(3).Checkpoint(), new Silent()).Run(new CancellationToken(canceled: true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogCheck(MemoryLog.Of(3).Checkpoint(), new Silent()) { ChunkTiles = 0 });
    }

    private sealed class Silent : ITileSource
    {
        public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> Read(IReadOnlyList<TileId> tiles, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new([]);
        }
    }
}
