namespace Lineage.Merkle;

/// <summary>
/// Checks a whole log against one checkpoint: every tile against the root, every entry against its leaf (C2SP tlog-tiles, RFC 6962 section 2.1).
/// </summary>
/// <remarks>
/// Goes from the signed root down, so that a difference is found where it is, and in the order of the leaves, so that the first is the one reported.
/// Memory holds one chunk and one tile a level, however large the log is.
/// </remarks>
/// <param name="checkpoint">The checkpoint, opened with trusted keys.</param>
/// <param name="tiles">Where the tiles and the bundles of entries are.</param>
public sealed class LogCheck(Checkpoint checkpoint, ITileSource tiles)
{
    /// <summary>How many tiles, each with its bundle of entries, are read with one call.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one.</exception>
    public int ChunkTiles { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(ChunkTiles), value, "A chunk has at least one tile."); } = 32;

    /// <summary>Called after each bundle with the number of entries found good so far.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>Called with each entry in order; each is already proven to be under the signed root. Its bytes are valid during the call.</summary>
    public Action<long, ReadOnlyMemory<byte>>? Entry { get; init; }

    /// <summary>Checks the log to its end.</summary>
    /// <exception cref="LogDamagedException">The first difference: what is missing, cut short or altered.</exception>
    public async Task Run(CancellationToken cancellationToken = default)
    {
        var edge = TiledTree.TilesForRoot(checkpoint.Size);
        var nodes = await TileNodes.Read(checkpoint.Size, edge, tiles, cancellationToken).ConfigureAwait(false);
        if (nodes.Range(0, checkpoint.Size) != checkpoint.Root)
        {
            throw new LogDamagedException(
                $"The right edge of the tree ({string.Join(", ", edge)}) does not give the root of {checkpoint.Origin} at size {checkpoint.Size} that the checkpoint states.");
        }

        // The highest level of the edge lies over the first leaves, the lowest over the last.
        foreach (var tile in edge.OrderByDescending(tile => tile.Level))
        {
            await Below(tile, nodes.Tile(tile), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task Below(TileId tile, ReadOnlyMemory<byte> hashes, CancellationToken cancellationToken)
    {
        if (tile.Level == 0)
        {
            var bundles = await tiles.ReadAll([Bundle(tile)], cancellationToken).ConfigureAwait(false);
            Entries(tile, hashes, bundles[0]);
            return;
        }

        for (var at = 0; at < tile.Width; at += ChunkTiles)
        {
            var width = Math.Min(ChunkTiles, tile.Width - at);
            TileId[] children = [.. Enumerable.Range(at, width).Select(i => new TileId(tile.Level - 1, (tile.Index * TileId.Full) + i, TileId.Full))];
            var read = await tiles.ReadAll(tile.Level == 1 ? [.. children, .. children.Select(Bundle)] : children, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < width; i++)
            {
                var child = Matching(children[i], read[i], TileNodes.Hashes(hashes)[at + i], tile);
                if (tile.Level == 1)
                {
                    Entries(children[i], child, read[width + i]);
                }
                else
                {
                    await Below(children[i], child, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static ReadOnlyMemory<byte> Matching(TileId tile, ReadOnlyMemory<byte> bytes, MerkleHash expected, TileId parent) =>
        Rfc6962.Root(TileNodes.Hashes(TileNodes.Checked(tile, bytes))) == expected
            ? bytes
            : throw new LogDamagedException(tile, $"was altered: its hashes do not give the hash that {parent.Path} has for it.");

    private void Entries(TileId tile, ReadOnlyMemory<byte> hashes, ReadOnlyMemory<byte> bundle)
    {
        var first = tile.Index * TileId.Full;
        for (var i = 0; i < tile.Width; i++)
        {
            if (!EntryBundle.TryTake(ref bundle, out var entry))
            {
                throw new LogDamagedException(Bundle(tile), $"is cut short: it holds {i} of {tile.Width} entries.");
            }

            if (Rfc6962.LeafHash(entry.Span) != TileNodes.Hashes(hashes)[i])
            {
                throw new LogDamagedException(first + i, Bundle(tile));
            }

            Entry?.Invoke(first + i, entry);
        }

        if (!bundle.IsEmpty)
        {
            throw new LogDamagedException(Bundle(tile), $"holds more than its {tile.Width} entries.");
        }

        Progress?.Invoke(first + tile.Width);
    }

    private static TileId Bundle(TileId tile) => tile with { Level = TileId.Entries };
}
