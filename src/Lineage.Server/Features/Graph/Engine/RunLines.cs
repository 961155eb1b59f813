using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Runs that read what earlier runs wrote; the rule of which one is that of <see cref="Walking.RunNeighbours"/>.</summary>
internal sealed class RunLines(GroupView view, SameData same) : ILines
{
    private readonly FactStore _facts = view.Facts;
    private readonly Dictionary<int, Fold> _folds = [];
    private readonly Dictionary<int, (Writer[] ByEnd, Writer[] ByStart)> _writers = [];
    private readonly Dictionary<int, ILookup<int, int>> _readers = [];
    private readonly Dictionary<(int Node, bool Upstream), Line[]> _lines = [];

    public ReadOnlySpan<Line> Of(int node, bool upstream)
    {
        if (node >= _facts.Groups.Count) return [];
        if (!_lines.TryGetValue((node, upstream), out var lines)) _lines[(node, upstream)] = lines = [.. Make(node, upstream)];
        return lines;
    }

    public Line[]?[]? Kept(bool upstream) => null;

    private List<Line> Make(int node, bool upstream)
    {
        List<int> found = [];
        List<Line> lines = [];
        view.Datasets(node, read: upstream, alsoStated: true, found);
        foreach (var dataset in found.Select(same.Of).Distinct())
        {
            if (!upstream)
                foreach (var reader in Readers(dataset)[node]) lines.Add(new(reader, dataset, Line.MarkOf(Basis.Inputs)));
            else if (Producer(node, dataset) is >= 0 and var producer) lines.Add(new(producer, dataset, Line.MarkOf(Basis.Inputs)));
        }

        return lines;
    }

    /// <summary>Start and end of a run within the window.</summary>
    public Fold Of(int run)
    {
        if (_folds.TryGetValue(run, out var known)) return known;
        var fold = default(Fold);
        foreach (var observation in view.Observations(run)) fold.Add(_facts[observation]);
        return _folds[run] = fold;
    }

    private int Producer(int reader, int dataset)
    {
        var (read, (byEnd, byStart)) = (Of(reader), Writers(dataset));
        return Last(byEnd, reader, end => end <= read.Began) is >= 0 and var before ? before : Last(byStart, reader, start => start < (read.EndedAt ?? read.Last));
    }

    /// <summary>The last writer whose time is early enough, other than the reader itself.</summary>
    private static int Last(Writer[] writers, int reader, Predicate<long> isEarly)
    {
        var (low, high) = (0, writers.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (isEarly(writers[middle].At)) low = middle + 1;
            else high = middle;
        }

        if (low > 0 && writers[low - 1].Run == reader) low--;
        return low > 0 ? writers[low - 1].Run : -1;
    }

    private (Writer[] ByEnd, Writer[] ByStart) Writers(int dataset)
    {
        if (_writers.TryGetValue(dataset, out var known)) return known;
        var runs = Runs(dataset, wrote: true);
        return _writers[dataset] = (Sorted(runs.Select(run => new Writer(run, Of(run).EndedAt ?? Of(run).Last))), Sorted(runs.Select(run => new Writer(run, Of(run).Began))));
    }

    // Of two at the same time the one with the lower id is taken, so it comes last.
    private Writer[] Sorted(IEnumerable<Writer> writers) => [.. writers.OrderBy(w => w.At).ThenByDescending(w => _facts.Groups[w.Run])];

    /// <summary>By run that wrote the dataset, the runs that read what it left.</summary>
    private ILookup<int, int> Readers(int dataset)
    {
        if (_readers.TryGetValue(dataset, out var known)) return known;
        return _readers[dataset] = Runs(dataset, wrote: false).Select(reader => (Reader: reader, Producer: Producer(reader, dataset))).Where(r => r.Producer >= 0).ToLookup(r => r.Producer, r => r.Reader);
    }

    private List<int> Runs(int dataset, bool wrote)
    {
        List<int> groups = [];
        foreach (var name in same.Names(dataset)) view.Touching(name, wrote, groups);
        return [.. groups.Distinct().Where(group => _facts[_facts.First[group]].Sort == Sort.Run)];
    }

    private readonly record struct Writer(int Run, long At);
}
