namespace Lineage.Merkle;

/// <summary>
/// Holds the rows of a record against the logs that were sealed over it, and both against the signed roots: row, commitment, entry, leaf,
/// tile, root. It goes on after a difference and lists them all, each with the event it is about.
/// </summary>
/// <remarks>
/// Leaves and rows are read side by side in the order of the record. Memory holds a page of each, 11 to 22 bytes an event to find one that
/// stands twice, and what has found no partner yet, which is next to nothing in a record that was left alone.
/// </remarks>
/// <param name="tenant">The tenant whose record it is; every entry must name it.</param>
/// <param name="rows">Reads the rows; null to audit the logs alone.</param>
public sealed class RecordAudit(string tenant, ReadRows? rows)
{
    /// <summary>How many entries are read at once: whole tiles.</summary>
    public const int Page = 4 * TileId.Full;

    private readonly Partners _partners = new();
    private readonly EventIdSet _ids = new();
    private readonly HashSet<Guid> _again = [];
    private readonly List<AuditedLog> _logs = [];
    private long _rowsRead;
    private bool _rowsLeft = rows is not null;
    private long _sequence;
    private long _promised;

    /// <summary>What differs.</summary>
    public DifferenceList Differences { get; } = new();

    /// <summary>What was counted.</summary>
    public AuditCounts Counts { get; private set; } = new();

    /// <summary>Called after each page of entries or rows; a check that runs beside other work rests here.</summary>
    public Func<AuditProgress, CancellationToken, Task>? AfterPage { get; init; }

    /// <summary>Audits one log; those of a tenant are given oldest first.</summary>
    public async Task Log(AuditedLog log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        _logs.Add(log);
        _sequence = 0;
        var (number, tree) = (_logs.Count - 1, new TreeAudit(log, difference => Differences.Add(_logs.Count - 1, difference)));
        _promised += log.Head.Size;
        while (tree.Size < log.Head.Size)
        {
            var entries = await log.Entries(tree.Size, (int)Math.Min(Page, log.Head.Size - tree.Size), cancellationToken).ConfigureAwait(false);
            foreach (var leaf in await tree.Add(entries, cancellationToken).ConfigureAwait(false))
            {
                log.Seen?.Invoke(leaf);
                if (leaf.FromTree is null || leaf.FromTree == leaf.FromEntry) Leaf(number, log, leaf, inOrder: true);
            }

            Counts = Counts with { Entries = Counts.Entries + entries.Count };
            await Paged(log, cancellationToken).ConfigureAwait(false);
            while (_rowsLeft && _rowsRead < _sequence) await NextRows(log, cancellationToken).ConfigureAwait(false);
        }

        // Only the root tells whether an entry or the tree was altered where they differ.
        var genuine = await tree.Finish(cancellationToken).ConfigureAwait(false);
        foreach (var leaf in tree.Unlike)
        {
            if (leaf.FromEntry is null || genuine == Genuine.Tree) _partners.Await(new(number, log.Head.Origin, leaf.Index, leaf.FromTree!.Value, leaf.Event, leaf.FromEntry is null));
            else Leaf(number, log, leaf, inOrder: false);
            if (genuine == Genuine.Neither && leaf.FromEntry is not null) Tell(number, DifferenceKind.Entry, $"Entry {leaf.Index} and its hash in the tree differ, and neither side gives the signed root.", log, leaf);
        }
    }

    /// <summary>Reads the rest of the rows and tells what found no partner.</summary>
    /// <param name="mark">Every row up to this sequence number must have an entry; later ones may be too new.</param>
    /// <param name="cancellationToken">Ends the audit early.</param>
    public async Task Finish(long mark, CancellationToken cancellationToken)
    {
        while (_rowsLeft && (_rowsRead < mark || _partners.LeavesWait)) await NextRows(_logs.LastOrDefault(), cancellationToken).ConfigureAwait(false);
        var newer = _partners.Finish(mark, rows is not null, Differences);
        Counts = Counts with { Newer = newer };
        if (_again.Count > 0) await Twice(cancellationToken).ConfigureAwait(false);
    }

    private void Leaf(int number, AuditedLog log, AuditedLeaf leaf, bool inOrder)
    {
        if (leaf.Event is not { } e)
        {
            if (leaf.Index != 0 || leaf.Entry is not { } entry || RestoreNote.TryParse(entry.Span)?.Log != log.Head.Origin) Tell(number, DifferenceKind.Entry, $"Entry {leaf.Index} is not that of an event.", log, leaf);
            return;
        }

        if (e.Log != log.Head.Origin || e.Tenant != tenant) Tell(number, DifferenceKind.Entry, $"Entry {leaf.Index} was made for another log.", log, leaf);
        if (inOrder && !e.Late && e.Sequence <= _sequence) Tell(number, DifferenceKind.Order, $"Entry {leaf.Index} is out of order: its event has number {e.Sequence}, after {_sequence}.", log, leaf);
        if (e.Late) Counts = Counts with { Late = Counts.Late + 1 };
        else _sequence = Math.Max(_sequence, e.Sequence);
        if (!_ids.Add(e.EventId) && _again.Count < DifferenceList.Most) _again.Add(e.EventId);
        if (rows is not null) _partners.Take(new LoggedEvent(number, log.Head.Origin, leaf.Index, e), Differences);
    }

    private async Task NextRows(AuditedLog? log, CancellationToken cancellationToken)
    {
        (_rowsRead, _rowsLeft) = await rows!(_rowsRead, Row, cancellationToken).ConfigureAwait(false);
        if (log is not null) await Paged(log, cancellationToken).ConfigureAwait(false);
    }

    private void Row(CheckedRow row)
    {
        Counts = Counts with { Rows = Counts.Rows + 1, Erased = Counts.Erased + (row.Erased ? 1 : 0) };
        _partners.Take(row, Differences);
    }

    private async Task Paged(AuditedLog log, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (AfterPage is not null) await AfterPage(new(log.Head.Origin, Counts.Entries, _promised, Counts.Rows), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks through the entries again for the few events that seemed to come twice.</summary>
    private async Task Twice(CancellationToken cancellationToken)
    {
        var places = _again.ToDictionary(id => id, _ => new List<(int Number, AuditedLog Log, long Index, long Sequence)>());
        for (var number = 0; number < _logs.Count; number++)
        {
            var log = _logs[number];
            for (var from = 0L; from < log.Head.Size; from += Page)
            {
                var entries = await log.Entries(from, (int)Math.Min(Page, log.Head.Size - from), cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < entries.Count; i++)
                    if (entries[i] is { } entry && LeafEntry.TryParse(entry.Span) is { } e && places.TryGetValue(e.EventId, out var place)) place.Add((number, log, from + i, e.Sequence));
                await Paged(log, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var (id, place) in places.Where(p => p.Value.Count > 1))
            foreach (var (number, log, index, sequence) in place.Skip(1))
                Differences.Add(number, new(DifferenceKind.Twice, $"The event has an entry {place[0].Index} and again an entry {index}: a row of it was put in a second time.", log.Head.Origin, index, id, sequence));
    }

    private void Tell(int number, string kind, string words, AuditedLog log, AuditedLeaf leaf) =>
        Differences.Add(number, new(kind, words, log.Head.Origin, leaf.Index, leaf.Event?.EventId, leaf.Event?.Sequence));
}
