using System.Runtime.InteropServices;
using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>
/// What a run or a static event says within a window: the same precedence as <see cref="GroupFacts"/> and the same choice of what is
/// current as <see cref="CurrentGroups"/>, over numbers. A property test holds them equal.
/// </summary>
internal sealed class GroupView<TSight>(FactStore facts, TSight sight, bool current, IJudgements judged)
    where TSight : struct, ISight
{
    private readonly TSight _sight = sight;

    public FactStore Facts => facts;

    public bool Sees(int observation) => _sight.Sees(observation);

    /// <summary>True when the group counts in the view that was asked for.</summary>
    public bool Counts(int group) => !current || IsCurrent(group);

    /// <summary>The job of the group's earliest event that names one; -1 when none does.</summary>
    public int Job(int group)
    {
        if (facts.JobOf[group] != -2) return facts.JobOf[group];
        var earliest = -1;
        foreach (var observation in Observations(group))
            if (facts[observation].Job >= 0 && (earliest < 0 || facts[earliest].IsAfter(facts[observation]))) earliest = observation;
        return earliest < 0 ? -1 : facts[earliest].Job;
    }

    /// <summary>True when a lineage facet was there.</summary>
    public bool IsExplicit(int group)
    {
        if (!facts.HasStatements[group]) return false;
        foreach (var link in facts.StatedIn.Of(group))
            if (facts.Statements[link.To].Explicit && Sees(link.Observation)) return true;
        return false;
    }

    /// <summary>What the group read (or wrote) by the most precise statement; some perhaps twice.</summary>
    /// <param name="alsoStated">True to add inputs (outputs) even where a lineage facet says something else.</param>
    public void Datasets(int group, bool read, bool alsoStated, List<int> into)
    {
        var isExplicit = IsExplicit(group);
        if (!isExplicit || alsoStated)
            foreach (var link in (read ? facts.Inputs : facts.Outputs).Of(group))
                if (Sees(link.Observation)) into.Add(link.To);
        if (!facts.HasStatements[group]) return;
        foreach (var link in facts.StatedIn.Of(group))
        {
            var said = facts.Statements[link.To];
            if (said.Explicit == isExplicit && said.Source != said.Target && Sees(link.Observation)) into.Add(read ? said.Source : said.Target);
        }
    }

    /// <summary>The groups that wrote (or read) the dataset by the most precise statement; some perhaps twice.</summary>
    public void Touching(int dataset, bool wrote, bool alsoStated, List<int> into)
    {
        foreach (var link in (wrote ? facts.Writers : facts.Readers).Of(dataset))
            if (Sees(link.Observation) && Counts(link.To) && (alsoStated || !IsExplicit(link.To))) into.Add(link.To);
        foreach (var link in (wrote ? facts.StatedTo : facts.StatedFrom).Of(dataset))
        {
            var (said, group) = (facts.Statements[link.To], facts[link.Observation].Group);
            if (said.Source != said.Target && Sees(link.Observation) && Counts(group) && said.Explicit == IsExplicit(group)) into.Add(group);
        }
    }

    /// <summary>Observations of the group in the window.</summary>
    public List<int> Observations(int group)
    {
        List<int> seen = [];
        if (Sees(facts.First[group])) seen.Add(facts.First[group]);
        foreach (var link in facts.More.Of(group))
            if (Sees(link.Observation)) seen.Add(link.Observation);
        return seen;
    }

    private bool IsCurrent(int group)
    {
        ref readonly var first = ref facts[facts.First[group]];
        if (first.Sort == Sort.Job) return Latest(ref judged.Stated(first.Job), facts.OfJob.Of(first.Job), Sort.Job) == group;
        if (first.Sort == Sort.Dataset) return Latest(ref judged.Described(first.Subject), facts.Described.Of(first.Subject), Sort.Dataset) == group;
        if (facts.JobOf[group] is >= 0 and var job) return IsCurrent(group, job);
        foreach (var observation in Observations(group))
            if (IsCurrent(group, facts[observation].Job)) return true;
        return false;
    }

    /// <summary>The last run that completed, or an open one while none has.</summary>
    private bool IsCurrent(int run, int job)
    {
        if (job < 0) return false;
        ref var cell = ref judged.Completed(job);
        if (cell == 0) cell = Completed(job) + 2;
        if (cell != 1) return cell - 2 == run;
        foreach (var observation in Observations(run))
            if (facts[observation].Job == job && facts[observation].Ends) return false;
        return true;
    }

    private int Completed(int job)
    {
        Dictionary<int, Fold> runs = [];
        foreach (var link in facts.OfJob.Of(job))
        {
            ref readonly var seen = ref facts[link.Observation];
            if (seen.Sort == Sort.Run && Sees(link.Observation)) CollectionsMarshal.GetValueRefOrAddDefault(runs, link.To, out _).Add(seen);
        }

        var (best, started) = (-1, 0L);
        foreach (var (run, fold) in runs)
        {
            if (fold.Ended.Phase != Phase.Complete) continue;
            if (best < 0 || fold.Began > started || (fold.Began == started && facts.Groups[run].CompareTo(facts.Groups[best]) < 0)) (best, started) = (run, fold.Began);
        }

        return best;
    }

    private int Latest(ref int cell, Adjacency.Near statements, Sort sort)
    {
        if (cell != 0) return cell - 2;
        var best = -1;
        foreach (var link in statements)
        {
            ref readonly var seen = ref facts[link.Observation];
            if (seen.Sort == sort && seen.States && Sees(link.Observation) && (best < 0 || seen.IsAfter(facts[best]))) best = link.Observation;
        }

        cell = (best < 0 ? -1 : facts[best].Group) + 2;
        return cell - 2;
    }
}

/// <summary>Start and end of a run out of its observations, in whatever order they come.</summary>
internal struct Fold
{
    private bool _any;
    private bool _started;
    private bool _ended;
    private long _start;

    /// <summary>Valid time of its earliest and latest event.</summary>
    public long First { readonly get; private set; }

    public long Last { readonly get; private set; }

    /// <summary>Its last terminal event; of no kind while there is none.</summary>
    public Seen Ended { readonly get; private set; }

    /// <summary>Valid time of its last terminal event, by valid time alone; null while there is none.</summary>
    public readonly long? EndedAt => _ended ? Ended.ValidAt : null;

    /// <summary>Its earliest START, or its earliest event when none was seen.</summary>
    public readonly long Began => _started ? _start : First;

    public string? State { readonly get; private set; }

    public void Add(in Seen seen)
    {
        (First, Last) = _any ? (Math.Min(First, seen.ValidAt), Math.Max(Last, seen.ValidAt)) : (seen.ValidAt, seen.ValidAt);
        _any = true;
        if (seen.Phase == Phase.Start) (_start, _started) = (_started ? Math.Min(_start, seen.ValidAt) : seen.ValidAt, true);
        if (seen.Ends && (!_ended || seen.IsAfter(Ended))) (Ended, _ended) = (seen, true);
        State = _ended ? Name(Ended.Phase) : seen.Phase is Phase.Running or Phase.Absent || State == "RUNNING" ? "RUNNING" : seen.Phase == Phase.Start || State == "START" ? "START" : null;
    }

    private static string Name(Phase phase) => phase switch { Phase.Complete => "COMPLETE", Phase.Fail => "FAIL", _ => "ABORT" };
}
