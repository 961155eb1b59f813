using System.Globalization;

namespace Lineage.Merkle;

/// <summary>Writes and reads the paths of C2SP tlog-tiles: an index in groups of three digits, all but the last with an x before it.</summary>
internal static class TilePath
{
    private const string Prefix = "tile/";
    private const string EntriesName = "entries";

    public static string Format(TileId tile)
    {
        var level = tile.Level == TileId.Entries ? EntriesName : Text(tile.Level);
        return $"{Prefix}{level}/{Groups(tile.Index)}{(tile.Width == TileId.Full ? "" : $".p/{Text(tile.Width)}")}";
    }

    public static bool TryParse(string? path, out TileId tile)
    {
        tile = default;
        if (path is null || !path.StartsWith(Prefix, StringComparison.Ordinal) || path.IndexOf('/', Prefix.Length) is var slash && slash < 0)
        {
            return false;
        }

        var (level, rest) = (path[Prefix.Length..slash], path[(slash + 1)..]);
        var partial = rest.IndexOf(".p/", StringComparison.Ordinal);
        if (!TryLevel(level, out var row) || !TryIndex(partial < 0 ? rest : rest[..partial], out var index) || !TryWidth(partial < 0 ? null : rest[(partial + 3)..], out var width))
        {
            return false;
        }

        // A number has many spellings (leading zeroes, signs); the path of a tile is only the one that we would write.
        tile = new(row, index, width);
        return Format(tile) == path;
    }

    private static bool TryLevel(string text, out int level)
    {
        level = TileId.Entries;
        return text == EntriesName || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out level) && level <= TileId.MaxLevel);
    }

    private static bool TryIndex(string text, out long index) =>
        long.TryParse(text.Replace("/", "", StringComparison.Ordinal).Replace("x", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out index);

    private static bool TryWidth(string? text, out int width)
    {
        width = TileId.Full;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out width) && width is > 0 and < TileId.Full);
    }

    private static string Groups(long index) =>
        index < 1000 ? index.ToString("000", CultureInfo.InvariantCulture) : $"{Leading(index / 1000)}/{index % 1000:000}";

    private static string Leading(long index) =>
        index < 1000 ? $"x{index:000}" : $"{Leading(index / 1000)}/x{index % 1000:000}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
