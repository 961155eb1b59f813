namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Datasets made from datasets.</summary>
internal sealed class DatasetLines(FactStore facts, Rows rows, SameData same) : ILines
{
    private Line[] _joined = [];

    public ReadOnlySpan<Line> Of(int node, bool upstream)
    {
        if (node >= facts.Datasets.Count) return [];
        var kind = upstream ? RowKind.Sources : RowKind.Targets;
        return same.IsPlain ? rows.Of(kind, node) : Joined(kind, node);
    }

    public Line[]?[]? Kept(bool upstream) => same.IsPlain ? rows.Kept(upstream ? RowKind.Sources : RowKind.Targets) : null;

    /// <summary>The rows of all names of the same data, with each neighbour under the name that stands for it.</summary>
    private ReadOnlySpan<Line> Joined(RowKind kind, int node)
    {
        var count = 0;
        foreach (var name in same.Names(node))
        {
            var row = rows.Of(kind, name);
            if (_joined.Length < count + row.Length) Array.Resize(ref _joined, 2 * (count + row.Length));
            foreach (var line in row) _joined[count++] = line with { To = same.Of(line.To) };
        }

        return _joined.AsSpan(0, count);
    }
}
