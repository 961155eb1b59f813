namespace Lineage.Server.Features.Graph.Engine;

/// <summary>The rows made of the facts, and when they are forgotten.</summary>
internal sealed partial class FactStore
{
    private const long LeastRows = 32 << 20;
    private const long MostPerEdge = 100;
    private readonly List<int> _changed = [];

    /// <summary>Rows that were made of the facts.</summary>
    public RowCache Rows { get; } = new();

    /// <summary>Keeps facts and rows together under a hundred bytes an edge, but allows small graphs some rows.</summary>
    public void LimitRows()
    {
        if (Rows.Bytes > LeastRows) Rows.Shrink(Math.Max(LeastRows, (MostPerEdge * Edges) - Bytes));
    }

    /// <summary>What a job's new event says decides anew which of all its runs are current, and so every row that they are in.</summary>
    private void ForgetRows()
    {
        HashSet<int> groups = [], jobs = [], subjects = [];
        foreach (var observation in _changed)
        {
            ref readonly var seen = ref this[observation];
            if (seen.Job < 0) groups.Add(seen.Group);
            else jobs.Add(seen.Job);
            if (seen.Subject >= 0) subjects.Add(seen.Subject);
        }

        _changed.Clear();
        foreach (var job in jobs)
            foreach (var link in OfJob.Of(job)) groups.Add(link.To);
        foreach (var subject in subjects)
            foreach (var link in Described.Of(subject)) groups.Add(link.To);
        foreach (var group in groups) ForgetRows(group);
    }

    private void ForgetRows(int group)
    {
        foreach (var link in Inputs.Of(group)) ForgetDataset(link.To);
        foreach (var link in Outputs.Of(group)) ForgetDataset(link.To);
        foreach (var link in StatedIn.Of(group))
        {
            ForgetDataset(Statements[link.To].Source);
            ForgetDataset(Statements[link.To].Target);
        }

        ForgetObservation(First[group]);
        foreach (var link in More.Of(group)) ForgetObservation(link.Observation);
    }

    private void ForgetDataset(int dataset)
    {
        if (dataset < 0) return;
        foreach (var kind in (ReadOnlySpan<RowKind>)[RowKind.Sources, RowKind.Targets, RowKind.Writers, RowKind.Readers]) Rows.Drop(kind, dataset);
    }

    private void ForgetObservation(int observation)
    {
        if (_seen[observation].Job is >= 0 and var job)
        {
            Rows.Drop(RowKind.Reads, job);
            Rows.Drop(RowKind.Writes, job);
        }

        // They came in the order of the record.
        var (low, high) = (0, Derivations.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Derivations[middle].Observation < observation) low = middle + 1;
            else high = middle;
        }

        for (; low < Derivations.Count && Derivations[low].Observation == observation; low++)
        {
            Rows.Drop(RowKind.FieldTargets, Derivations[low].Source);
            Rows.Drop(Derivations[low].Whole ? RowKind.WholeSources : RowKind.FieldSources, Derivations[low].Target);
        }
    }
}
