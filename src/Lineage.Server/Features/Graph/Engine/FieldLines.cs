using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Fields derived from fields. A field that influences a whole dataset (a join key, a filter) is upstream of each of its fields.</summary>
internal sealed class FieldLines(FactStore facts, Rows rows, SameData same, NodeSpace space) : ILines
{
    private readonly List<Line> _joined = [];

    public ReadOnlySpan<Line> Of(int node, bool upstream)
    {
        var isField = node < facts.Fields.Count;
        if (isField && same.IsPlain && (!upstream || facts.WholeTo.Of(facts.Fields.Dataset(node)).IsEmpty))
            return rows.Of(upstream ? RowKind.FieldSources : RowKind.FieldTargets, node);
        _joined.Clear();
        if (isField) Join(node, facts.Fields.Dataset(node), facts.Fields.Name(node), upstream);
        else if (facts.Datasets.Find(space[node].Id) is >= 0 and var dataset) Join(-1, dataset, space[node].Field, upstream);
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_joined);
    }

    public Line[]?[]? Kept(bool upstream) =>
        same.IsPlain && (!upstream || facts.WholeTo.Count == 0) ? rows.Kept(upstream ? RowKind.FieldSources : RowKind.FieldTargets) : null;

    private void Join(int node, int dataset, string? field, bool upstream)
    {
        foreach (var name in same.Names(dataset))
        {
            if (field is not null && (name == dataset && node >= 0 ? node : facts.Fields.Find(name, field)) is >= 0 and var named) Add(rows.Of(upstream ? RowKind.FieldSources : RowKind.FieldTargets, named));
            if (upstream) Add(rows.Of(RowKind.WholeSources, name));
        }
    }

    private void Add(ReadOnlySpan<Line> row)
    {
        foreach (var line in row) _joined.Add(same.IsPlain ? line : line with { To = line.To < 0 ? ~same.Of(~line.To) : Far(line.To) });
    }

    private int Far(int field)
    {
        var dataset = facts.Fields.Dataset(field);
        var node = same.Of(dataset);
        return node == dataset ? field : space.Of(new(FieldNeighbours.Kind, facts.Datasets[node], facts.Fields.Name(field)));
    }
}
