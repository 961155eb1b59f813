using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class TreeAppenderTests
{
    private static readonly MerkleHash[] Leaves = NaiveTree.Hashes(NaiveTree.Leaves(1_000));

    [Property(MaxTest = 50)]
    public async Task A_tree_grown_in_any_steps_has_the_root_of_its_leaves_and_exactly_its_tiles(int seed)
    {
        var random = new Random(seed);
        var log = new MemoryLog();
        while (log.Size < Leaves.Length - 300)
        {
            log.GrowTo(log.Size + random.Next(300));
            Assert.Equal(Rfc6962.Root(Leaves.AsSpan()[..(int)log.Size]), log.Root);
            Assert.All(TileId.OfTree(log.Size), tile => Assert.Equal(Tile(tile), log.Tiles[tile]));
            Assert.Equal(log.Root, (await TreeAppender.At(log.Size, log)).Root());
        }
    }

    [Property(MaxTest = 50)]
    public async Task A_tree_that_was_put_down_and_taken_up_again_goes_on_as_if_it_had_not(int seed)
    {
        var random = new Random(seed);
        var log = MemoryLog.Of(random.Next(600));
        var again = await TreeAppender.At(log.Size, log);
        Assert.Empty(again.Changed());
        var more = random.Next(1, 400);
        foreach (var leaf in Leaves.AsSpan().Slice((int)log.Size, more))
        {
            again.Append(leaf);
        }

        log.GrowTo(log.Size + more);
        Assert.Equal((log.Size, log.Root), (again.Size, again.Root()));
        Assert.All(again.Changed(), tile => Assert.Equal(log.Tiles[tile.Id], tile.Bytes));
    }

    [Fact]
    public void Only_what_changed_is_given_and_only_once()
    {
        var appender = new TreeAppender();
        Assert.Empty(appender.Changed());
        Append(appender, 255);
        Assert.Equal(["tile/0/000.p/255"], Paths(appender));
        Assert.Empty(appender.Changed());
        Append(appender, 1);
        Assert.Equal(["tile/0/000", "tile/1/000.p/1"], Paths(appender));
        Append(appender, 1);
        Assert.Equal(["tile/0/001.p/1"], Paths(appender));
        Append(appender, 511);
        Assert.Equal(["tile/0/001", "tile/0/002", "tile/1/000.p/3"], Paths(appender));
    }

    [Fact]
    public void Tiles_and_roots_are_right_where_a_third_level_begins()
    {
        var log = new MemoryLog();
        foreach (var size in new[] { 65_535, 65_536, 65_537, 70_000 })
        {
            log.GrowTo(size);
            Assert.Equal(TileId.OfTree(size).Where(tile => !log.Tiles.ContainsKey(tile)), []);
        }

        // As golang.org/x/mod/sumdb/tlog computes it for these entries.
        Assert.Equal("o5IPun8jmgcam9EHIfE0Gt3vuu3ttBx+JEN6nRa98Ao=", log.Root.ToString());
    }

    private static void Append(TreeAppender appender, int count)
    {
        for (var i = 0; i < count; i++)
        {
            appender.Append(Leaves[appender.Size]);
        }
    }

    private static string[] Paths(TreeAppender appender) => [.. appender.Changed().Select(tile => tile.Id.Path).Order(StringComparer.Ordinal)];

    // C2SP tlog-tiles: MTH(D[(n * 256 + i) * 256**l : (n * 256 + i + 1) * 256**l]).
    private static byte[] Tile(TileId tile)
    {
        var step = (int)Math.Pow(TileId.Full, tile.Level);
        return [.. Enumerable.Range((int)tile.Index * TileId.Full, tile.Width).SelectMany(i => Rfc6962.Root(Leaves.AsSpan().Slice(i * step, step)).ToArray())];
    }
}
