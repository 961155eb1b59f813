namespace Lineage.Merkle;

/// <summary>Reads from a source that may not keep its word.</summary>
internal static class TileSourceExtensions
{
    /// <summary>As many results as tiles were asked for; nothing is read for no tiles.</summary>
    public static async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAll(this ITileSource source, IReadOnlyList<TileId> tiles, CancellationToken cancellationToken)
    {
        if (tiles.Count == 0)
        {
            return [];
        }

        var read = await source.Read(tiles, cancellationToken).ConfigureAwait(false);
        return read.Count == tiles.Count ? read : throw new LogDamagedException($"Of {tiles.Count} tiles, {tiles[0].Path} the first, {read.Count} were read.");
    }
}
