namespace Lineage.Merkle;

/// <summary>Where the tiles of a log are kept: a folder, a server, a database, a report's zip file.</summary>
public interface ITileSource
{
    /// <summary>Reads tiles, in the order asked for.</summary>
    /// <remarks>
    /// A tile of hashes is <c>Width * 32</c> bytes, a bundle (level -1) holds <c>Width</c> entries. A source that holds a wider tile gives its beginning.
    /// </remarks>
    /// <param name="tiles">The tiles, with the widths of the tree that is read.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="LogDamagedException">A tile is missing or too short.</exception>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> Read(IReadOnlyList<TileId> tiles, CancellationToken cancellationToken);
}
