namespace Lineage.Merkle;

/// <summary>Which of the two trees has the root that was signed.</summary>
internal enum Genuine
{
    /// <summary>Neither.</summary>
    Neither,

    /// <summary>The tree over the entries: a tile that differs from it was altered.</summary>
    Entries,

    /// <summary>The tree over the stored leaf hashes: an entry that differs from it was altered.</summary>
    Tree,
}

/// <summary>
/// Recounts a log from its leaves up, twice at once: over the hashes of the entries and over the leaf hashes that are stored. Whichever has
/// the signed root at the end is genuine, and tells which side of a difference was altered (RFC 6962 section 2.1, C2SP tlog-tiles).
/// </summary>
/// <remarks>Memory holds one page and the right edges, however large the log is.</remarks>
internal sealed class TreeAudit(AuditedLog log, Action<LogDifference> found)
{
    private const int MostKept = 100_000;
    private readonly TreeAppender _entries = new(), _tree = new();
    private readonly List<AuditedLeaf> _unlike = [];
    private readonly List<(TileId Tile, bool Missing, bool LikeEntries, bool LikeTree)> _tiles = [];
    private readonly Dictionary<int, (TileId Tile, byte[] Entries, byte[] Tree)> _edge = [];
    private readonly SortedSet<long> _tilesMissing = [];
    private long? _unknown;

    /// <summary>Leaves that were passed.</summary>
    public long Size => _entries.Size;

    /// <summary>Leaves whose entry is missing, or is not what the tree has; at the end those for whom the tree is right.</summary>
    public IReadOnlyList<AuditedLeaf> Unlike => _unlike;

    /// <summary>Passes the next entries.</summary>
    public async Task<IReadOnlyList<AuditedLeaf>> Add(IReadOnlyList<ReadOnlyMemory<byte>?> page, CancellationToken cancellationToken)
    {
        var (first, leaves) = (Size, new AuditedLeaf[page.Count]);
        var stored = await LeafHashes(first, page.Count, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < page.Count; i++)
        {
            MerkleHash? fromEntry = page[i] is { } entry ? Rfc6962.LeafHash(entry.Span) : null;
            leaves[i] = new(first + i, page[i], fromEntry, stored[i], page[i] is { } bytes ? LeafEntry.TryParse(bytes.Span) : null);
            if (fromEntry is null && stored[i] is null) _unknown ??= first + i;
            if (stored[i] is not null && fromEntry != stored[i] && _unlike.Count < MostKept) _unlike.Add(leaves[i]);
            _entries.Append(fromEntry ?? stored[i] ?? Rfc6962.EmptyRoot);
            _tree.Append(stored[i] ?? fromEntry ?? Rfc6962.EmptyRoot);
            foreach (var kept in log.Kept)
                if (kept.Checkpoint.Size == Size) Hold(kept);
        }

        await Compare(Grown(), cancellationToken).ConfigureAwait(false);
        return leaves;
    }

    /// <summary>Holds the whole against the signed root and tells what differs in the tree.</summary>
    public async Task<Genuine> Finish(CancellationToken cancellationToken)
    {
        await Compare([.. _edge.Values.OrderBy(edge => edge.Tile.Level)], cancellationToken).ConfigureAwait(false);
        foreach (var kept in log.Kept.Where(kept => kept.Checkpoint.Size > Size))
            Tell(DifferenceKind.Shrunk, $"The log has {Size} entries; the checkpoint {kept.Where} has {kept.Checkpoint.Size}: the last {kept.Checkpoint.Size - Size} are gone.", Size);
        var genuine = _entries.Root() == log.Head.Root ? Genuine.Entries : _tree.Root() == log.Head.Root ? Genuine.Tree : Genuine.Neither;
        if (genuine == Genuine.Neither && _unknown is { } index) Tell(DifferenceKind.EntryMissing, $"Entry {index} and its hash in the tree are both missing, so the root cannot be recomputed.", index);
        else if (genuine == Genuine.Neither) Tell(DifferenceKind.Root, $"The entries do not give the root that was signed for {log.Head.Size} entries.", null);
        foreach (var tile in _tilesMissing) Tell(DifferenceKind.Tile, $"The tile {TileId.In(0, tile, log.Head.Size).Path} is missing or cut short.", tile * TileId.Full);
        foreach (var (tile, missing, likeEntries, likeTree) in _tiles)
            if (missing || !(genuine == Genuine.Tree ? likeTree : genuine == Genuine.Entries ? likeEntries : likeEntries || likeTree))
                Tell(DifferenceKind.Tile, $"The tile {tile.Path} {(missing ? "is missing or cut short" : "was altered: it does not hold the hashes of what is below it")}.", (tile.Index * TileId.Full) << (8 * tile.Level));
        foreach (var leaf in _unlike.Where(leaf => genuine == Genuine.Entries && leaf.FromEntry is not null))
            found(new(DifferenceKind.Tile, $"The tile {TileId.In(0, leaf.Index / TileId.Full, log.Head.Size).Path} was altered: it does not hold the hash of entry {leaf.Index}.", log.Head.Origin, leaf.Index, leaf.Event?.EventId, leaf.Event?.Sequence));
        return genuine;
    }

    private void Hold(KeptCheckpoint kept)
    {
        if (_entries.Root() != kept.Checkpoint.Root && _tree.Root() != kept.Checkpoint.Root)
            Tell(DifferenceKind.Forked, $"The first {Size} entries are not those of the checkpoint {kept.Where}: the log was rewritten after that one was signed.", null);
    }

    private void Tell(string kind, string words, long? index) => found(new(kind, words, log.Head.Origin, index));

    private async Task<MerkleHash?[]> LeafHashes(long first, int count, CancellationToken cancellationToken)
    {
        var hashes = new MerkleHash?[count];
        TileId[] ids = [.. Enumerable.Range(0, (count + TileId.Full - 1) / TileId.Full).Select(i => TileId.In(0, (first / TileId.Full) + i, log.Head.Size))];
        var read = await Tolerant(ids, cancellationToken).ConfigureAwait(false);
        for (var t = 0; t < ids.Length; t++)
        {
            if (read[t].IsEmpty) _tilesMissing.Add(ids[t].Index);
            else for (var i = 0; i < ids[t].Width; i++) hashes[(t * TileId.Full) + i] = TileNodes.Hashes(read[t])[i];
        }

        return hashes;
    }

    private List<(TileId, byte[], byte[])> Grown()
    {
        var full = new List<(TileId, byte[], byte[])>();
        foreach (var ((tile, entries), (_, tree)) in _entries.Changed().Zip(_tree.Changed()))
        {
            if (tile.Level == 0) continue;
            if (tile.Width == TileId.Full) full.Add((tile, entries, tree));
            if (tile.Width == TileId.Full) _edge.Remove(tile.Level);
            else _edge[tile.Level] = (tile, entries, tree);
        }

        return full;
    }

    private async Task Compare(List<(TileId Tile, byte[] Entries, byte[] Tree)> made, CancellationToken cancellationToken)
    {
        var read = await Tolerant([.. made.Select(m => m.Tile)], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < made.Count; i++)
        {
            var (likeEntries, likeTree) = (read[i].Span.SequenceEqual(made[i].Entries), read[i].Span.SequenceEqual(made[i].Tree));
            if (!(likeEntries && likeTree) && _tiles.Count < MostKept) _tiles.Add((made[i].Tile, read[i].IsEmpty, likeEntries, likeTree));
        }
    }

    /// <summary>Tiles; empty in the place of one that is missing or has the wrong length.</summary>
    private async Task<ReadOnlyMemory<byte>[]> Tolerant(TileId[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length == 0) return [];
        try
        {
            var read = await log.Tiles.Read(ids, cancellationToken).ConfigureAwait(false);
            return [.. ids.Select((id, i) => i < read.Count && read[i].Length == id.Width * MerkleHash.Length ? read[i] : default)];
        }
        catch (LogDamagedException) when (ids.Length == 1)
        {
            return [default];
        }
        catch (LogDamagedException)
        {
            var one = new List<ReadOnlyMemory<byte>>(ids.Length);
            foreach (var id in ids) one.AddRange(await Tolerant([id], cancellationToken).ConfigureAwait(false));
            return [.. one];
        }
    }
}
