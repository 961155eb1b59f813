using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>An event that names a dataset as input or output of its run or job.</summary>
internal sealed record UseRow(Guid Group, Guid? Job, Guid Dataset, bool IsOutput, DateTimeOffset ValidAt, long Sequence);

/// <summary>An event whose facet says that one dataset is made from another.</summary>
internal sealed record SourceRow(Guid Source, Guid Target, Guid? Job, string Basis, DateTimeOffset ValidAt, long Sequence);

/// <summary>A node of a link: its names, its own first, and its field when it is one.</summary>
internal sealed record LinkEnd(Guid[] Names, string? Field);

/// <summary>What events state of links, and which of them to cite: the last to state it, under the nodes' own names where possible.</summary>
internal sealed class LinkStatements(IReadOnlyList<UseRow> uses, IReadOnlyList<SourceRow> sources, IReadOnlyList<FieldEdgeRow> fields)
{
    private sealed record Statement(EdgeBasis Basis, Guid? Job, bool Own, bool Masks, DateTimeOffset ValidAt, long[] Sequences);

    /// <summary>The events behind a link: one that states it on its basis, one for each of its jobs, and one that states the masking.</summary>
    public IEnumerable<long> Behind(EdgeBasis basis, LinkEnd from, LinkEnd to, IReadOnlyList<Guid> jobs, bool masked)
    {
        var stated = (from.Field is null && to.Field is null ? Fields(from, to).Concat(Sources(from, to)).Concat(Uses(from, to)) : Fields(from, to))
            .OrderBy(s => s.Basis == basis).ThenBy(s => s.Own).ThenBy(s => s.Sequences.Length == 1).ThenBy(s => s.ValidAt).ThenBy(s => s.Sequences[^1]).ToList();
        IEnumerable<Statement?> cited = [stated.LastOrDefault(), .. jobs.Select(job => stated.FindLast(s => s.Job == job)), masked ? stated.FindLast(s => s.Masks) : null];
        return cited.OfType<Statement>().SelectMany(s => s.Sequences).Distinct();
    }

    /// <summary>The events behind a row of field lineage: the first and the last to state it, and the first for each transformation.</summary>
    public IEnumerable<long> Behind(Guid from, string fromField, Guid to, string? toField)
    {
        var stated = fields.Where(f => f.Source == from && f.SourceField == fromField && f.Target == to && f.TargetField == toField).OrderBy(f => f.ValidAt).ThenBy(f => f.Sequence).ToList();
        return stated.Count == 0 ? [] : stated.GroupBy(f => f.Way).Select(g => g.First().Sequence).Append(stated[0].Sequence).Append(stated[^1].Sequence).Distinct();
    }

    private IEnumerable<Statement> Fields(LinkEnd from, LinkEnd to) => fields
        .Where(f => from.Names.Contains(f.Source) && to.Names.Contains(f.Target) && (from.Field ?? f.SourceField) == f.SourceField && (to.Field is null || f.TargetField is null || f.TargetField == to.Field))
        .Select(f => new Statement(
            f.Basis == "lineage" ? EdgeBasis.LineageFacet : EdgeBasis.ColumnLineage, f.Job, IsOwn(f.Source, f.Target, from, to), f.Way is { Masking: true }, f.ValidAt, [f.Sequence]));

    private IEnumerable<Statement> Sources(LinkEnd from, LinkEnd to) => sources
        .Where(s => from.Names.Contains(s.Source) && to.Names.Contains(s.Target))
        .Select(s => new Statement(s.Basis == "lineage" ? EdgeBasis.LineageFacet : EdgeBasis.ColumnLineage, s.Job, IsOwn(s.Source, s.Target, from, to), false, s.ValidAt, [s.Sequence]));

    // The events of a run accumulate: one may name the input and another the output.
    private IEnumerable<Statement> Uses(LinkEnd from, LinkEnd to) => uses.Where(u => u.IsOutput && to.Names.Contains(u.Dataset))
        .Join(uses.Where(u => !u.IsOutput && from.Names.Contains(u.Dataset)), o => o.Group, i => i.Group, (o, i) => new Statement(
            EdgeBasis.InputsTimesOutputs, o.Job, IsOwn(i.Dataset, o.Dataset, from, to), false, o.ValidAt, [.. new[] { i.Sequence, o.Sequence }.Distinct()]));

    private static bool IsOwn(Guid source, Guid target, LinkEnd from, LinkEnd to) => source == from.Names[0] && target == to.Names[0];
}
