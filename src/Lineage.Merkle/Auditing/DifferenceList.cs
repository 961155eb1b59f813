namespace Lineage.Merkle;

/// <summary>Counts all differences and keeps the first of them, in the order of the logs and their leaves.</summary>
public sealed class DifferenceList
{
    /// <summary>How many are kept.</summary>
    public const int Most = 100;

    private readonly List<((int, long, long) Place, LogDifference Difference)> _kept = [];
    private readonly List<LogDifference> _whole = [];
    private readonly Dictionary<string, long> _kinds = new(StringComparer.Ordinal);
    private ((int, long, long) Place, LogDifference? Difference) _firstEvent = ((int.MaxValue, long.MaxValue, long.MaxValue), null);

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them; those that have no place in a log come last, and those that are about a log as a whole are never left out.</summary>
    public IReadOnlyList<LogDifference> First => [.. Sorted().Take(Math.Max(1, Most - _whole.Count)).Select(kept => kept.Difference), .. _whole.Take(Most - 1)];

    /// <summary>The first that names an event.</summary>
    public LogDifference? FirstEvent => _firstEvent.Difference;

    /// <summary>How many there are of some kinds.</summary>
    public long CountOf(params ReadOnlySpan<string> kinds)
    {
        var count = 0L;
        foreach (var kind in kinds) count += _kinds.GetValueOrDefault(kind);
        return count;
    }

    /// <summary>Takes in a difference.</summary>
    /// <param name="log">The number of the log among those that are checked, the oldest first.</param>
    /// <param name="difference">What differs.</param>
    public void Add(int log, LogDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        Count++;
        _kinds[difference.Kind] = _kinds.GetValueOrDefault(difference.Kind) + 1;
        if (difference is { Index: null, EventId: null })
        {
            _whole.Add(difference);
            return;
        }

        var place = (difference.Index is null ? int.MaxValue : log, difference.Index ?? long.MaxValue, difference.Sequence ?? long.MaxValue);
        if (difference.EventId is not null && (_firstEvent.Difference is null || place.CompareTo(_firstEvent.Place) < 0)) _firstEvent = (place, difference);
        _kept.Add((place, difference));
        if (_kept.Count < 10 * Most) return;
        var first = Sorted().Take(Most).ToList();
        _kept.Clear();
        _kept.AddRange(first);
    }

    private IOrderedEnumerable<((int, long, long) Place, LogDifference Difference)> Sorted() => _kept.OrderBy(kept => kept.Place);
}
