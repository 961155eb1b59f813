using FsCheck.Xunit;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

public class TileIdTests
{
    [Theory]
    [InlineData("tile/0/000", 0, 0, 256)]
    [InlineData("tile/0/x001/x234/067.p/8", 0, 1_234_067, 8)]
    [InlineData("tile/63/x999/x999/x999/x999/x999/999.p/255", 63, 999_999_999_999_999_999, 255)]
    [InlineData("tile/entries/x001/000", -1, 1_000, 256)]
    [InlineData("tile/0/x009/x223/x372/x036/x854/x775/807.p/1", 0, long.MaxValue, 1)]
    public void A_path_names_a_tile(string path, int level, long index, int width)
    {
        Assert.True(TileId.TryParse(path, out var tile));
        Assert.Equal(new(level, index, width), tile);
        Assert.Equal(path, tile.Path);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/Entries/000")]
    [InlineData("tile/data/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/1000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/x001/")]
    [InlineData("tile/0/001/002")]
    [InlineData("tile/0/x001/x002")]
    [InlineData("tile/0/X001/002")]
    [InlineData("tile/0/+01")]
    [InlineData("tile/0/-01")]
    [InlineData("tile/0/000/")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/05")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/1.p/1")]
    [InlineData("tile/0/000.p/+1")]
    [InlineData("tile/0/٠٠٠")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999")]
    public void A_second_spelling_or_another_text_names_none(string? path) => Assert.False(TileId.TryParse(path, out _));

    [Property]
    public bool Every_tile_reads_its_own_path(byte level, long index, byte width)
    {
        var tile = new TileId((level % 65) - 1, index & long.MaxValue, width == 0 ? TileId.Full : width);
        return TileId.TryParse(tile.Path, out var again) && again == tile;
    }

    [Property]
    public bool Any_text_is_a_path_or_not(string? text) => !TileId.TryParse(text, out var tile) || tile.Path == text;

    [Fact]
    public void A_tree_of_70000_has_the_tiles_that_the_norm_counts()
    {
        var tiles = TileId.OfTree(70_000).ToLookup(tile => (tile.Level, tile.Width));
        Assert.Equal(273, tiles[(0, 256)].Count());
        Assert.Equal("tile/0/273.p/112", Assert.Single(tiles[(0, 112)]).Path);
        Assert.Equal("tile/1/000", Assert.Single(tiles[(1, 256)]).Path);
        Assert.Equal("tile/1/001.p/17", Assert.Single(tiles[(1, 17)]).Path);
        Assert.Equal("tile/2/000.p/1", Assert.Single(tiles[(2, 1)]).Path);
        Assert.Equal(277, tiles.Sum(group => group.Count()));
        Assert.Equal([.. Enumerable.Repeat(256, 273), 112], TileId.EntryBundlesOf(70_000).Select(bundle => bundle.Width));
    }

    [Fact]
    public void A_tree_without_leaves_has_no_tiles_and_a_negative_one_is_refused()
    {
        Assert.Empty(TileId.OfTree(0));
        Assert.Empty(TileId.EntryBundlesOf(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TileId.OfTree(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TileId.EntryBundlesOf(-1));
    }

    [Fact]
    public void The_tiles_of_a_huge_tree_are_counted_out_one_by_one() =>
        Assert.Equal(new(0, 2, TileId.Full), TileId.OfTree(long.MaxValue).Skip(2).First());
}
