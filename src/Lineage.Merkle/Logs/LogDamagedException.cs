namespace Lineage.Merkle;

/// <summary>A log does not hold what its signed checkpoint commits to: a tile is missing, cut short or altered, or an entry is not its leaf.</summary>
public sealed class LogDamagedException : VerificationException
{
    /// <summary>Damage of the log as a whole.</summary>
    public LogDamagedException(string message)
        : base(message)
    {
    }

    /// <summary>Damage of one tile or bundle, which the message names.</summary>
    public LogDamagedException(TileId tile, string what)
        : base($"{tile.Path} {what}") => Tile = tile;

    /// <summary>An entry that does not hash to its leaf.</summary>
    public LogDamagedException(long index, TileId bundle)
        : base($"Entry {index} in {bundle.Path} does not hash to its leaf in the tree.") => (Index, Tile) = (index, bundle);

    /// <summary>The tile or bundle that differs, if one can be named.</summary>
    public TileId? Tile { get; }

    /// <summary>The index of the first entry that differs, if one can be named.</summary>
    public long? Index { get; }
}
