using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Fields derived from fields. A field that influences a whole dataset (a join key, a filter) is upstream of each of its fields.</summary>
internal sealed class FieldSteps<TSight>(GroupView<TSight> view, SameData<TSight> same, NodeSpace space) : ISteps
    where TSight : struct, ISight
{
    private readonly FactStore _facts = view.Facts;

    public void Take(int node, bool upstream, Route route)
    {
        var (dataset, field) = node < space.Known ? (_facts.Fields.Dataset(node), _facts.Fields.Name(node)) : (_facts.Datasets.Find(space[node].Id), space[node].Field);
        if (dataset < 0) return;
        Named(node, dataset, node < space.Known ? node : field is null ? -1 : _facts.Fields.Find(dataset, field), upstream, route);
        foreach (var name in same.Names(dataset))
            if (name != dataset) Named(node, name, field is null ? -1 : _facts.Fields.Find(name, field), upstream, route);
    }

    private void Named(int node, int dataset, int field, bool upstream, Route route)
    {
        if (field >= 0) Follow((upstream ? _facts.FieldTo : _facts.FieldFrom).Of(field), node, upstream, route);
        if (upstream) Follow(_facts.WholeTo.Of(dataset), node, upstream, route);
    }

    private void Follow(Adjacency.Near near, int node, bool upstream, Route route)
    {
        foreach (var link in near)
        {
            if (!view.Sees(link.Observation)) continue;
            ref readonly var seen = ref _facts[link.Observation];
            if (!view.Counts(seen.Group)) continue;
            var edge = _facts.Derivations[link.To];
            route.Add(node, Far(edge, upstream), edge.Explicit ? Basis.Lineage : Basis.ColumnLineage, seen.Job, edge.Way);
        }
    }

    private int Far(in Derivation edge, bool upstream)
    {
        if (!upstream && edge.Whole) return space.Of(new Node(DatasetNeighbours.Kind, _facts.Datasets[same.Of(edge.Target)]));
        var field = upstream ? edge.Source : edge.Target;
        var (dataset, node) = (_facts.Fields.Dataset(field), same.Of(_facts.Fields.Dataset(field)));
        if (node == dataset) return field;
        return _facts.Fields.Find(node, _facts.Fields.Name(field)) is >= 0 and var known ? known : space.Of(new Node(FieldNeighbours.Kind, _facts.Datasets[node], _facts.Fields.Name(field)));
    }
}
