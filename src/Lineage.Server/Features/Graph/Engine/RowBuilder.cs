using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>What a row lists.</summary>
internal enum RowKind
{
    /// <summary>By dataset: the datasets it is made from.</summary>
    Sources,

    /// <summary>By dataset: the datasets made from it.</summary>
    Targets,

    /// <summary>By field: the fields it is derived from.</summary>
    FieldSources,

    /// <summary>By field: what is derived from it.</summary>
    FieldTargets,

    /// <summary>By dataset: the fields that influence it as a whole.</summary>
    WholeSources,

    /// <summary>By job: the datasets it reads.</summary>
    Reads,

    /// <summary>By job: the datasets it writes.</summary>
    Writes,

    /// <summary>By dataset: the jobs that write it.</summary>
    Writers,

    /// <summary>By dataset: the jobs that read it.</summary>
    Readers,
}

/// <summary>
/// Makes of the facts the edges at one thing, each with the valid times between which it holds: the same precedence as
/// <see cref="Reading.GroupFacts"/> over numbers. A property test holds them equal. Names are as they are; symlinks are joined later.
/// </summary>
/// <param name="sequence">What was recorded after it does not count.</param>
internal sealed class RowBuilder(FactStore facts, bool current, long sequence)
{
    private readonly Spans _spans = new(facts, sequence);
    private readonly List<TimedLine> _lines = [];
    private readonly Dictionary<int, long> _columns = [];

    public TimedLine[] Build(RowKind kind, int key)
    {
        _lines.Clear();
        switch (kind)
        {
            case RowKind.Sources or RowKind.Targets: Datasets(key, kind == RowKind.Sources); break;
            case RowKind.FieldSources: Fields(facts.FieldTo.Of(key), true); break;
            case RowKind.FieldTargets: Fields(facts.FieldFrom.Of(key), false); break;
            case RowKind.WholeSources: Fields(facts.WholeTo.Of(key), true); break;
            case RowKind.Reads or RowKind.Writes: OfJob(key, kind == RowKind.Reads); break;
            default: Touching(key, kind == RowKind.Writers); break;
        }

        return Merged();
    }

    private void Datasets(int dataset, bool upstream)
    {
        foreach (var link in (upstream ? facts.Writers : facts.Readers).Of(dataset))
        {
            var spans = SpansOf(link.To);
            if (spans.Length == 0) continue;
            var (job, at) = (Job(link.To), ValidAt(link));
            var others = (upstream ? facts.Inputs : facts.Outputs).Of(link.To);
            if (!facts.HasStatements[link.To])
            {
                foreach (var other in others) Add(spans, other.To, job, Basis.Inputs, Math.Max(at, ValidAt(other)), Span.Ever);
                continue;
            }

            // Where column lineage says what an output is made from, and where a lineage facet speaks for the whole, inputs count no more.
            var isExplicit = Columns(link.To);
            foreach (var other in others)
                Add(spans, other.To, job, Basis.Inputs, Math.Max(at, ValidAt(other)), Math.Min(isExplicit, _columns.GetValueOrDefault(upstream ? dataset : other.To, Span.Ever)));
        }

        foreach (var link in (upstream ? facts.StatedTo : facts.StatedFrom).Of(dataset))
        {
            var (said, group) = (facts.Statements[link.To], facts[link.Observation].Group);
            Add(SpansOf(group), upstream ? said.Source : said.Target, Job(group), said.Explicit ? Basis.Lineage : Basis.ColumnLineage, ValidAt(link), said.Explicit ? Span.Ever : Explicit(group));
        }

        _lines.RemoveAll(line => line.Line.To == dataset);
    }

    private void Fields(Adjacency.Near near, bool upstream)
    {
        foreach (var link in near)
        {
            ref readonly var seen = ref facts[link.Observation];
            var edge = facts.Derivations[link.To];
            var far = upstream ? edge.Source : edge.Whole ? ~edge.Target : edge.Target;
            Add(SpansOf(seen.Group), far, seen.Job, Line.MarkOf(edge.Explicit ? Basis.Lineage : Basis.ColumnLineage, edge.Way), ValidAt(link), Span.Ever);
        }
    }

    private void OfJob(int job, bool read)
    {
        var last = -1;
        foreach (var link in facts.OfJob.Of(job))
        {
            if (link.To == last || Job(link.To) != job) continue;
            last = link.To;
            var (spans, isExplicit) = (SpansOf(link.To), Explicit(link.To));
            foreach (var use in (read ? facts.Inputs : facts.Outputs).Of(link.To)) Add(spans, use.To, -1, Basis.Inputs, ValidAt(use), isExplicit);
            if (!facts.HasStatements[link.To]) continue;
            foreach (var stated in facts.StatedIn.Of(link.To))
                if (facts.Statements[stated.To] is var said && said.Source != said.Target)
                    Add(spans, read ? said.Source : said.Target, -1, Basis.Inputs, ValidAt(stated), said.Explicit ? Span.Ever : isExplicit);
        }
    }

    private void Touching(int dataset, bool wrote)
    {
        foreach (var link in (wrote ? facts.Writers : facts.Readers).Of(dataset))
            if (Job(link.To) is >= 0 and var job) Add(SpansOf(link.To), job, -1, Basis.Inputs, ValidAt(link), Explicit(link.To));
        foreach (var link in (wrote ? facts.StatedTo : facts.StatedFrom).Of(dataset))
        {
            var (said, group) = (facts.Statements[link.To], facts[link.Observation].Group);
            if (said.Source != said.Target && Job(group) is >= 0 and var job) Add(SpansOf(group), job, -1, Basis.Inputs, ValidAt(link), said.Explicit ? Span.Ever : Explicit(group));
        }
    }

    private Span[] SpansOf(int group) => current ? _spans.Of(group) : Span.Always;

    /// <summary>When an observation begins to count; never, when it was recorded too late.</summary>
    private long ValidAt(Link link)
    {
        ref readonly var seen = ref facts[link.Observation];
        return seen.Sequence <= sequence ? seen.ValidAt : Span.Ever;
    }

    /// <summary>The job of the group's earliest event that names one; -1 when none does.</summary>
    private int Job(int group)
    {
        if (facts.JobOf[group] != -2) return facts.JobOf[group];
        var earliest = facts.First[group];
        foreach (var link in facts.More.Of(group))
            if (ValidAt(link) < Span.Ever && facts[link.Observation].Job >= 0 && (facts[earliest].Job < 0 || facts[earliest].IsAfter(facts[link.Observation]))) earliest = link.Observation;
        return facts[earliest].Job;
    }

    /// <summary>From when on a lineage facet of the group is there.</summary>
    private long Explicit(int group)
    {
        if (!facts.HasStatements[group]) return Span.Ever;
        var from = Span.Ever;
        foreach (var link in facts.StatedIn.Of(group))
            if (facts.Statements[link.To].Explicit) from = Math.Min(from, ValidAt(link));
        return from;
    }

    /// <summary>Learns from when on column lineage speaks for each output; returns the same of a lineage facet.</summary>
    private long Columns(int group)
    {
        _columns.Clear();
        var isExplicit = Span.Ever;
        foreach (var link in facts.StatedIn.Of(group))
        {
            var (said, at) = (facts.Statements[link.To], ValidAt(link));
            if (said.Explicit) isExplicit = Math.Min(isExplicit, at);
            else if (at < _columns.GetValueOrDefault(said.Target, Span.Ever)) _columns[said.Target] = at;
        }

        return isExplicit;
    }

    private void Add(Span[] spans, int to, int via, Basis basis, long from, long until) => Add(spans, to, via, Line.MarkOf(basis), from, until);

    private void Add(Span[] spans, int to, int via, int mark, long from, long until)
    {
        foreach (var span in spans)
            if (Math.Max(from, span.From) is var begin && Math.Min(until, span.Until) is var end && begin < end) _lines.Add(new(new(to, via, mark), begin, end));
    }

    /// <summary>Of the same edge the times joined: ten thousand runs of a job that did the same are one line.</summary>
    private TimedLine[] Merged()
    {
        if (_lines.Count < 2) return [.. _lines];
        _lines.Sort();
        var kept = 0;
        for (var n = 1; n < _lines.Count; n++)
        {
            if (_lines[n].Line == _lines[kept].Line && _lines[n].From <= _lines[kept].Until) _lines[kept] = _lines[kept] with { Until = Math.Max(_lines[kept].Until, _lines[n].Until) };
            else _lines[++kept] = _lines[n];
        }

        _lines.RemoveRange(kept + 1, _lines.Count - kept - 1);
        return [.. _lines];
    }
}
