using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Datasets made from datasets.</summary>
internal sealed class DatasetSteps<TSight>(GroupView<TSight> view, SameData<TSight> same) : ISteps
    where TSight : struct, ISight
{
    private readonly FactStore _facts = view.Facts;
    private readonly HashSet<int> _stated = [];

    public void Take(int node, bool upstream, Route route)
    {
        if (node >= _facts.Datasets.Count) return;
        Named(node, node, upstream, route);
        foreach (var name in same.Names(node))
            if (name != node) Named(node, name, upstream, route);
    }

    private void Named(int node, int name, bool upstream, Route route)
    {
        var (groups, others) = upstream ? (_facts.Writers, _facts.Inputs) : (_facts.Readers, _facts.Outputs);
        foreach (var link in groups.Of(name))
        {
            if (!view.Sees(link.Observation) || !view.Counts(link.To)) continue;
            var job = view.Job(link.To);
            if (_facts.HasStatements[link.To] && (view.IsExplicit(link.To) || (upstream && IsStated(link.To, name)))) continue;
            if (!upstream && _facts.HasStatements[link.To]) Targets(link.To);
            else _stated.Clear();
            foreach (var other in others.Of(link.To))
                if (view.Sees(other.Observation) && !(_stated.Count > 0 && _stated.Contains(other.To))) route.Add(node, same.Of(other.To), Basis.Inputs, job);
        }

        foreach (var link in (upstream ? _facts.StatedTo : _facts.StatedFrom).Of(name))
        {
            if (!view.Sees(link.Observation)) continue;
            var (said, group) = (_facts.Statements[link.To], _facts[link.Observation].Group);
            if (!view.Counts(group) || said.Explicit != view.IsExplicit(group)) continue;
            route.Add(node, same.Of(upstream ? said.Source : said.Target), said.Explicit ? Basis.Lineage : Basis.ColumnLineage, view.Job(group));
        }
    }

    /// <summary>True when column lineage says what the output is made from.</summary>
    private bool IsStated(int group, int output)
    {
        foreach (var link in _facts.StatedIn.Of(group))
            if (_facts.Statements[link.To] is { Explicit: false } said && said.Target == output && view.Sees(link.Observation)) return true;
        return false;
    }

    private void Targets(int group)
    {
        _stated.Clear();
        foreach (var link in _facts.StatedIn.Of(group))
            if (_facts.Statements[link.To] is { Explicit: false } said && view.Sees(link.Observation)) _stated.Add(said.Target);
    }
}
