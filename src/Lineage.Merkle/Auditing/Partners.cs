namespace Lineage.Merkle;

/// <summary>The entry of an event, at its place.</summary>
internal sealed record LoggedEvent(int LogNumber, string Log, long Index, LeafEntry Entry);

/// <summary>A leaf whose entry is missing or was altered: of the right entry only the hash is known.</summary>
internal sealed record LostEntry(int LogNumber, string Log, long Index, MerkleHash Hash, LeafEntry? Altered, bool Missing);

/// <summary>Brings entries and rows together: first those that agree in id and number, at the end those that moved.</summary>
internal sealed class Partners
{
    private const int Most = 200_000;
    private readonly Dictionary<(Guid Id, long Sequence), LoggedEvent> _leaves = [];
    private readonly Dictionary<(Guid Id, long Sequence), CheckedRow> _rows = [];
    private readonly List<LostEntry> _lost = [];
    private readonly List<CheckedRow> _late = [];
    private bool _tooMany;

    /// <summary>Whether an entry has no row yet.</summary>
    public bool LeavesWait => _leaves.Count > 0 || _lost.Count > 0;

    public void Take(LoggedEvent leaf, DifferenceList differences)
    {
        if (_rows.Remove((leaf.Entry.EventId, leaf.Entry.Sequence), out var row)) Met(leaf, row, differences);
        else if (_leaves.Count < Most) _leaves.TryAdd((leaf.Entry.EventId, leaf.Entry.Sequence), leaf);
        else _tooMany = true;
    }

    public void Take(CheckedRow row, DifferenceList differences)
    {
        if (row.Refused is { } reason) Inserted(row, $"A row was put in that did not come through the gate; the sealer refused it ({reason}).", differences);
        else if (_leaves.Remove((row.Row.EventId, row.Row.Sequence), out var leaf)) Met(leaf, row, differences);
        else if (_rows.Count < Most) _rows.TryAdd((row.Row.EventId, row.Row.Sequence), row);
        else _tooMany = true;
    }

    public void Await(LostEntry lost) => _lost.Add(lost);

    /// <summary>Tells what has no partner.</summary>
    /// <returns>How many rows are too new to have one.</returns>
    public long Finish(long mark, bool withRows, DifferenceList differences)
    {
        Restore(withRows, differences);
        var moved = _rows.Values.ToLookup(row => row.Row.EventId);
        foreach (var leaf in _leaves.Values.ToList())
        {
            if (moved[leaf.Entry.EventId].FirstOrDefault(row => _rows.ContainsKey((row.Row.EventId, row.Row.Sequence))) is not { } row) continue;
            _leaves.Remove((leaf.Entry.EventId, leaf.Entry.Sequence));
            _rows.Remove((row.Row.EventId, row.Row.Sequence));
            Compare(leaf, row, differences);
        }

        foreach (var leaf in _leaves.Values)
            differences.Add(leaf.LogNumber, new(DifferenceKind.RowMissing, $"The row of entry {leaf.Index} is not in the record any more.", leaf.Log, leaf.Index, leaf.Entry.EventId, leaf.Entry.Sequence));
        foreach (var row in _rows.Values.Where(row => row.Row.Sequence <= mark))
            Inserted(row, $"A row with number {row.Row.Sequence} has no entry, although everything up to {mark} is sealed: it was put in later.", differences);
        if (_tooMany) differences.Add(0, new(DifferenceKind.Row, $"More than {Most} entries or rows have no partner; not all of them are listed."));
        return _rows.Values.Count(row => row.Row.Sequence > mark);
    }

    /// <summary>Finds the rows whose entry would have the hash that the tree has for a lost one.</summary>
    private void Restore(bool withRows, DifferenceList differences)
    {
        if (_lost.Count == 0) return;
        var made = new Dictionary<(string Log, MerkleHash Hash), CheckedRow>();
        foreach (var log in _lost.Select(lost => lost.Log).Distinct())
            foreach (var row in _rows.Values.Concat(_late)) made.TryAdd((log, Rfc6962.LeafHash(row.Row.Entry(log).ToBytes())), row);
        foreach (var bundle in _lost.GroupBy(lost => (lost.LogNumber, lost.Log, lost.Missing, Bundle: lost.Index / TileId.Full)))
        {
            var told = false;
            foreach (var lost in bundle)
            {
                var row = made.GetValueOrDefault((lost.Log, lost.Hash));
                if (row is not null) _rows.Remove((row.Row.EventId, row.Row.Sequence));
                var unread = lost.Missing && (row is null || row.Claimed == lost.Index);
                if (!unread || !withRows || row is null) told |= Lost(lost, row, unread && row is null && bundle.Count() > 1, differences);
                if (row is not null) Faults(lost.LogNumber, lost.Log, lost.Index, row, [], differences);
            }

            if (!told) Whole(bundle.First(), bundle.Count(), differences);
        }
    }

    // An entry that was taken away is made again, late: its row then has a partner and still tells which entry is lost.
    private void Met(LoggedEvent leaf, CheckedRow row, DifferenceList differences)
    {
        if (leaf.Entry.Late && _late.Count < Most) _late.Add(row);
        Compare(leaf, row, differences);
    }

    private static bool Lost(LostEntry lost, CheckedRow? row, bool manyUnread, DifferenceList differences)
    {
        if (manyUnread) return false;
        var (id, sequence) = (row?.Row.EventId ?? lost.Altered?.EventId, row?.Row.Sequence ?? lost.Altered?.Sequence);
        differences.Add(lost.LogNumber, lost.Missing
            ? new(DifferenceKind.EntryMissing, $"Entry {lost.Index} is not in the log any more{(row is null ? "" : "; the row it was made from is still there")}.", lost.Log, lost.Index, id, sequence)
            : new(DifferenceKind.Entry, $"Entry {lost.Index} is not the one that was sealed under its number{(row is null ? "" : "; the row it was made from still is")}.", lost.Log, lost.Index, id, sequence));
        return true;
    }

    private static void Whole(LostEntry first, int count, DifferenceList differences) => differences.Add(
        first.LogNumber, new(DifferenceKind.EntryMissing, $"{count} entries from {first.Index} on cannot be read.", first.Log, first.Index));

    private static void Compare(LoggedEvent leaf, CheckedRow row, DifferenceList differences) => Faults(leaf.LogNumber, leaf.Log, leaf.Index, row, [.. row.Row.OtherThan(leaf.Entry)], differences);

    private static void Faults(int number, string log, long index, CheckedRow row, IReadOnlyList<string> other, DifferenceList differences)
    {
        if (other.Count == 0 && row.Faults.Count == 0) return;
        string[] words = [.. other.Count > 0 ? [$"its {string.Join(", ", other)} {(other.Count == 1 ? "is" : "are")} not as sealed"] : Array.Empty<string>(), .. row.Faults.Select(fault => fault.Words)];
        differences.Add(number, new(other.Count > 0 ? DifferenceKind.Row : row.Faults[0].Kind, $"The row of entry {index} was changed: {string.Join("; ", words)}.", log, index, row.Row.EventId, row.Row.Sequence));
    }

    private static void Inserted(CheckedRow row, string words, DifferenceList differences) =>
        differences.Add(int.MaxValue, new(DifferenceKind.RowInserted, words, null, null, row.Row.EventId, row.Row.Sequence));
}
