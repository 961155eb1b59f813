using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Jobs that read what other jobs write, and edges between jobs that a lineage facet states.</summary>
internal sealed class JobSteps<TSight>(GroupView<TSight> view, SameData<TSight> same) : ISteps
    where TSight : struct, ISight
{
    private readonly FactStore _facts = view.Facts;
    private readonly Dictionary<(int Dataset, bool Upstream), int[]> _others = [];
    private readonly HashSet<int> _between = [];
    private readonly List<int> _found = [];

    public void Take(int node, bool upstream, Route route)
    {
        if (node >= _facts.Jobs.Count) return;
        _between.Clear();
        var last = -1;
        foreach (var link in _facts.OfJob.Of(node))
        {
            if (link.To == last || !view.Sees(link.Observation) || !view.Counts(link.To) || view.Job(link.To) != node) continue;
            last = link.To;
            _found.Clear();
            view.Datasets(link.To, read: upstream, alsoStated: false, _found);
            foreach (var dataset in _found) _between.Add(same.Of(dataset));
        }

        foreach (var dataset in _between)
            foreach (var other in Others(dataset, upstream)) route.Add(node, other, Basis.Inputs, dataset);
        foreach (var link in (upstream ? _facts.JobTo : _facts.JobFrom).Of(node))
            if (view.Sees(link.Observation)) route.Add(node, link.To, Basis.Lineage, -1);
    }

    /// <summary>The jobs at the other side of a dataset.</summary>
    private int[] Others(int dataset, bool upstream)
    {
        if (_others.TryGetValue((dataset, upstream), out var known)) return known;
        _found.Clear();
        view.Touching(dataset, wrote: upstream, alsoStated: false, _found);
        foreach (var name in same.Names(dataset))
            if (name != dataset) view.Touching(name, wrote: upstream, alsoStated: false, _found);
        return _others[(dataset, upstream)] = [.. _found.Select(view.Job).Where(job => job >= 0).Distinct()];
    }
}
