using System.Runtime.InteropServices;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Jobs that read what other jobs write, and edges between jobs that a lineage facet states.</summary>
internal sealed class JobLines(FactStore facts, Rows rows, SameData same, Sight sight) : ILines
{
    private readonly List<Line> _lines = [];
    private readonly List<int> _between = [];

    public ReadOnlySpan<Line> Of(int node, bool upstream)
    {
        _lines.Clear();
        if (node >= facts.Jobs.Count) return [];
        _between.Clear();
        foreach (var line in rows.Of(upstream ? RowKind.Reads : RowKind.Writes, node)) _between.Add(same.Of(line.To));
        foreach (var dataset in same.IsPlain ? _between : [.. _between.Distinct()])
            foreach (var name in same.Names(dataset))
                foreach (var line in rows.Of(upstream ? RowKind.Writers : RowKind.Readers, name)) _lines.Add(line with { Via = dataset });
        foreach (var link in (upstream ? facts.JobTo : facts.JobFrom).Of(node))
            if (sight.Sees(link.Observation)) _lines.Add(new(link.To, -1, Line.MarkOf(Interpretation.Basis.Lineage)));
        return CollectionsMarshal.AsSpan(_lines);
    }

    public Line[]?[]? Kept(bool upstream) => null;
}
