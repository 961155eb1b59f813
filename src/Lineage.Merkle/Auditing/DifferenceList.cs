namespace Lineage.Merkle;

/// <summary>Counts all differences and keeps the first of them, in the order of the logs and their leaves.</summary>
public sealed class DifferenceList
{
    /// <summary>How many are kept.</summary>
    public const int Most = 100;

    private readonly List<(int Log, LogDifference Difference)> _kept = [];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them; those that have no place in a log come last.</summary>
    public IReadOnlyList<LogDifference> First => [.. Sorted().Take(Most).Select(kept => kept.Difference)];

    /// <summary>The first that names an event.</summary>
    public LogDifference? FirstEvent => First.FirstOrDefault(difference => difference.EventId is not null);

    /// <summary>Takes in a difference.</summary>
    /// <param name="log">The number of the log among those that are checked, the oldest first.</param>
    /// <param name="difference">What differs.</param>
    public void Add(int log, LogDifference difference)
    {
        Count++;
        _kept.Add((difference.Index is null ? int.MaxValue : log, difference));
        if (_kept.Count < 10 * Most) return;
        var first = Sorted().Take(Most).ToList();
        _kept.Clear();
        _kept.AddRange(first);
    }

    private IEnumerable<(int Log, LogDifference Difference)> Sorted() =>
        _kept.OrderBy(kept => kept.Log).ThenBy(kept => kept.Difference.Index ?? long.MaxValue).ThenBy(kept => kept.Difference.Sequence ?? long.MaxValue);
}
