using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>An event that names a dataset as input or output of its run or job.</summary>
internal sealed record UseRow(Guid Group, Guid Dataset, bool IsOutput, DateTimeOffset ValidAt, long Sequence);

/// <summary>An event whose facet says that one dataset is made from another.</summary>
internal sealed record SourceRow(Guid Source, Guid Target, string Basis, DateTimeOffset ValidAt, long Sequence);

/// <summary>What events state of links, and which of them to cite for one: the last to state it, under the nodes' own names where possible.</summary>
internal sealed class LinkStatements(IReadOnlyList<UseRow> uses, IReadOnlyList<SourceRow> sources, IReadOnlyList<FieldEdgeRow> fields)
{
    /// <summary>The events behind a link between two nodes, each with its names; a field where the node is one.</summary>
    public IEnumerable<long> Behind(EdgeBasis basis, string? fromField, Guid[] from, string? toField, Guid[] to)
    {
        if (fromField is not null || toField is not null) return Fields(fromField, from, toField, to);
        return basis switch
        {
            EdgeBasis.InputsTimesOutputs => Uses(from, to),
            EdgeBasis.LineageFacet => Sources("lineage", from, to),
            _ => Fields(null, from, null, to) is [_, ..] cited ? cited : Sources("columnLineage", from, to),
        };
    }

    /// <summary>The events behind a row of field lineage: the first and the last to state it, and the first for each transformation.</summary>
    public IEnumerable<long> Behind(Guid from, string fromField, Guid to, string toField)
    {
        var stated = fields.Where(f => f.Source == from && f.SourceField == fromField && f.Target == to && (f.TargetField ?? "(every field)") == toField).OrderBy(f => f.ValidAt).ThenBy(f => f.Sequence).ToList();
        return stated.Count == 0 ? [] : stated.GroupBy(f => f.Way).Select(g => g.First().Sequence).Append(stated[0].Sequence).Append(stated[^1].Sequence).Distinct();
    }

    private List<long> Fields(string? fromField, Guid[] from, string? toField, Guid[] to) => Last(
        fields.Where(f => from.Contains(f.Source) && to.Contains(f.Target) && (fromField is null || f.SourceField == fromField) && (toField is null || f.TargetField is null || f.TargetField == toField)),
        f => f.Source == from[0] && f.Target == to[0] && (toField is null || f.TargetField == toField), f => f.ValidAt, f => f.Sequence);

    private List<long> Sources(string basis, Guid[] from, Guid[] to) => Last(
        sources.Where(s => s.Basis == basis && from.Contains(s.Source) && to.Contains(s.Target)), s => s.Source == from[0] && s.Target == to[0], s => s.ValidAt, s => s.Sequence);

    // The events of a run accumulate: one may name the input and another the output.
    private List<long> Uses(Guid[] from, Guid[] to)
    {
        var pairs = uses.Where(u => u.IsOutput && to.Contains(u.Dataset)).Join(uses.Where(u => !u.IsOutput && from.Contains(u.Dataset)), o => o.Group, i => i.Group, (o, i) => (Output: o, Input: i)).ToList();
        if (pairs.Count == 0) return [];
        var (output, input) = pairs.OrderBy(p => p.Input.Dataset == from[0] && p.Output.Dataset == to[0]).ThenBy(p => p.Input.Sequence == p.Output.Sequence)
            .ThenBy(p => p.Output.ValidAt).ThenBy(p => p.Output.Sequence).ThenBy(p => p.Input.ValidAt).ThenBy(p => p.Input.Sequence).Last();
        return [.. new[] { input.Sequence, output.Sequence }.Distinct()];
    }

    private static List<long> Last<T>(IEnumerable<T> rows, Func<T, bool> own, Func<T, DateTimeOffset> validAt, Func<T, long> sequence) =>
        [.. rows.OrderBy(own).ThenBy(validAt).ThenBy(sequence).TakeLast(1).Select(sequence)];
}
