namespace Lineage.Merkle;

/// <summary>Tiles by their paths (C2SP tlog-tiles): out of a folder, a zip file, a dictionary.</summary>
/// <param name="read">The bytes of the file at a path such as <c>tile/0/000.p/5</c>; null when there is none.</param>
public sealed class TileFiles(Func<string, ReadOnlyMemory<byte>?> read) : ITileSource
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> Read(IReadOnlyList<TileId> tiles, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        return new(tiles.Select(tile => read(tile.Path) ?? throw new LogDamagedException(tile, "is missing.")).ToArray());
    }
}
