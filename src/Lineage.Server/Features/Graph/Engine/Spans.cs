using System.Runtime.InteropServices;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>A stretch of valid time; the end is not included.</summary>
internal readonly record struct Span(long From, long Until)
{
    public const long Ever = long.MaxValue;

    public static readonly Span[] Always = [new(long.MinValue, Ever)];
}

/// <summary>
/// When runs and static events count as current, by valid time: the choice of <see cref="Reading.CurrentGroups"/> for every day at once. Looks
/// at what was recorded up to one place.
/// </summary>
internal sealed class Spans(FactStore facts, long sequence)
{
    private const int Few = 8;
    private readonly Dictionary<int, Dictionary<int, Span[]>> _ofJob = [];
    private readonly Dictionary<(Sort Sort, int Key), Dictionary<int, Span[]>> _static = [];

    public Span[] Of(int group)
    {
        ref readonly var first = ref facts[facts.First[group]];
        return first.Sort switch
        {
            Sort.Job => Static(first, first.Job, facts.OfJob.Of(first.Job)),
            Sort.Dataset => first.States ? Static(first, first.Subject, facts.Described.Of(first.Subject)) : [],
            _ => facts.JobOf[group] >= 0 ? Run(group, facts.JobOf[group]) : OfJobs(group),
        };
    }

    /// <summary>A run whose events name several jobs is current while it is for one of them.</summary>
    private Span[] OfJobs(int group)
    {
        HashSet<int> jobs = [];
        if (facts[facts.First[group]] is { Job: >= 0 } first) jobs.Add(first.Job);
        foreach (var link in facts.More.Of(group))
            if (facts[link.Observation].Job >= 0) jobs.Add(facts[link.Observation].Job);
        return [.. jobs.SelectMany(job => Run(group, job))];
    }

    private Span[] Run(int group, int job)
    {
        if (!_ofJob.TryGetValue(job, out var runs)) _ofJob[job] = runs = new RunSpans(facts, sequence, job).All();
        return runs.GetValueOrDefault(group, []);
    }

    /// <summary>The last static statement holds until the next one.</summary>
    private Span[] Static(in Seen own, int key, Adjacency.Near statements)
    {
        if (!own.States || own.Sequence > sequence) return [];
        if (_static.TryGetValue((own.Sort, key), out var known)) return known.GetValueOrDefault(own.Group, []);
        var (count, until) = (0, Span.Ever);
        foreach (var link in statements)
        {
            ref readonly var other = ref facts[link.Observation];
            if (other.Sort != own.Sort || !other.States || other.Sequence > sequence) continue;
            count++;
            if (other.IsAfter(own)) until = Math.Min(until, other.ValidAt);
        }

        if (count > Few) _static[(own.Sort, key)] = Static(own.Sort, statements);
        return own.ValidAt < until ? [new(own.ValidAt, until)] : [];
    }

    private Dictionary<int, Span[]> Static(Sort sort, Adjacency.Near statements)
    {
        List<Seen> said = [];
        foreach (var link in statements)
            if (facts[link.Observation] is { States: true } seen && seen.Sort == sort && seen.Sequence <= sequence) said.Add(seen);
        said.Sort((a, b) => a.IsAfter(b) ? 1 : b.IsAfter(a) ? -1 : 0);
        var spans = new Dictionary<int, Span[]>();
        for (var n = 0; n < said.Count; n++)
            if (n == said.Count - 1 || said[n].ValidAt < said[n + 1].ValidAt) spans[said[n].Group] = [new(said[n].ValidAt, n == said.Count - 1 ? Span.Ever : said[n + 1].ValidAt)];
        return spans;
    }
}

/// <summary>When each run of a job is the current one: the last that completed by start, or each open one while none has.</summary>
internal sealed class RunSpans(FactStore facts, long sequence, int job)
{
    private readonly Dictionary<int, Fold> _runs = [];
    private readonly Dictionary<int, List<Span>> _spans = [];
    private readonly SortedSet<(long Began, int Run)> _completed = new(Comparer<(long Began, int Run)>.Create((a, b) =>
        a.Began != b.Began ? b.Began.CompareTo(a.Began) : facts.Groups[a.Run].CompareTo(facts.Groups[b.Run])));

    /// <summary>By run; those that never are current are left out.</summary>
    public Dictionary<int, Span[]> All()
    {
        List<Seen> events = [];
        foreach (var link in facts.OfJob.Of(job))
            if (facts[link.Observation] is { Sort: Sort.Run } seen && seen.Sequence <= sequence) events.Add(seen);
        events.Sort((a, b) => a.IsAfter(b) ? 1 : b.IsAfter(a) ? -1 : 0);
        var (holder, since) = (-1, long.MinValue);
        List<Span> without = [];
        for (var n = 0; n < events.Count; n++)
        {
            Take(events[n]);
            if (n + 1 < events.Count && events[n + 1].ValidAt == events[n].ValidAt) continue;
            var (now, at) = (_completed.Count == 0 ? -1 : _completed.Min.Run, events[n].ValidAt);
            if (now == holder) continue;
            Close(holder, since, at, without);
            (holder, since) = (now, at);
        }

        Close(holder, since, Span.Ever, without);
        Open(events, without);
        return _spans.ToDictionary(run => run.Key, run => run.Value.ToArray());
    }

    private void Take(in Seen seen)
    {
        ref var fold = ref CollectionsMarshal.GetValueRefOrAddDefault(_runs, seen.Group, out _);
        if (fold.Ended.Phase == Phase.Complete) _completed.Remove((fold.Began, seen.Group));
        fold.Add(seen);
        if (fold.Ended.Phase == Phase.Complete) _completed.Add((fold.Began, seen.Group));
    }

    private void Close(int holder, long from, long until, List<Span> without)
    {
        if (holder < 0) without.Add(new(from, until));
        else Add(holder, new(from, until));
    }

    /// <summary>Runs are open from their first event to their first end; it counts while no run has completed.</summary>
    private void Open(List<Seen> events, List<Span> without)
    {
        if (without.Count == 0) return;
        Dictionary<int, Span> open = [];
        foreach (var seen in events)
        {
            ref var span = ref CollectionsMarshal.GetValueRefOrAddDefault(open, seen.Group, out var known);
            if (!known) span = new(seen.ValidAt, Span.Ever);
            if (seen.Ends && span.Until == Span.Ever) span = span with { Until = seen.ValidAt };
        }

        foreach (var (run, span) in open)
            foreach (var gap in without)
                if (Math.Max(span.From, gap.From) < Math.Min(span.Until, gap.Until)) Add(run, new(Math.Max(span.From, gap.From), Math.Min(span.Until, gap.Until)));
    }

    private void Add(int run, Span span)
    {
        if (!_spans.TryGetValue(run, out var spans)) _spans[run] = spans = [];
        spans.Add(span);
    }
}
