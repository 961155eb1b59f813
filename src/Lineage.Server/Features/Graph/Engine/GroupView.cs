using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>
/// What a run or a static event says within a window: the same precedence as <see cref="GroupFacts"/>, over numbers. For runs, and for what
/// a walk begins with.
/// </summary>
internal sealed class GroupView(FactStore facts, Sight sight, bool current, long sequence, long validAt)
{
    private readonly Spans _spans = new(facts, sequence);

    public FactStore Facts => facts;

    public bool Sees(int observation) => sight.Sees(observation);

    /// <summary>True when the group counts in the view that was asked for.</summary>
    public bool Counts(int group) => !current || Array.Exists(_spans.Of(group), span => span.From <= validAt && validAt < span.Until);

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

    /// <summary>The groups that wrote (or read) the dataset by any statement, the most precise of a facet's; some perhaps twice.</summary>
    public void Touching(int dataset, bool wrote, List<int> into)
    {
        foreach (var link in (wrote ? facts.Writers : facts.Readers).Of(dataset))
            if (Sees(link.Observation) && Counts(link.To)) into.Add(link.To);
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
