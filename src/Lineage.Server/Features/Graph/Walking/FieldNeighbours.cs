using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Graph.Walking;

/// <summary>Fields derived from fields. A field that influences a whole dataset (a join key, a filter) is upstream of each of its fields.</summary>
internal sealed class FieldNeighbours(GraphReader reader, Window window, bool current, Identities identities) : INeighbours
{
    public const string Kind = "field";

    public async Task<IReadOnlyCollection<Hop>> Step(IReadOnlyCollection<Node> frontier, bool upstream, CancellationToken cancellationToken)
    {
        await identities.Learn(frontier.Select(n => n.Id), cancellationToken);
        var wanted = frontier.SelectMany(n => identities.Names(n.Id).Select(id => (id, n.Field))).ToHashSet();
        var whole = upstream ? wanted.Select(w => (w.id, (string?)null)) : [];
        var rows = await reader.AroundFields(window, current, [.. wanted.Concat(whole).Distinct()], upstream ? Side.Target : Side.Source, cancellationToken);
        await identities.Learn(rows.SelectMany(r => new[] { r.Source, r.Target }), cancellationToken);
        var byDataset = frontier.ToLookup(n => identities.Of(n.Id));
        return [.. rows.SelectMany(row => Hops(row, upstream, byDataset)).Where(h => h.From != h.To).Distinct()];
    }

    private IEnumerable<Hop> Hops(FieldEdgeRow row, bool upstream, ILookup<Guid, Node> frontier)
    {
        var source = new Node(Kind, identities.Of(row.Source), row.SourceField);
        var target = identities.Of(row.Target);
        var basis = row.Basis == "lineage" ? Basis.Lineage : Basis.ColumnLineage;
        if (row.TargetField is not null) return [new(source, new(Kind, target, row.TargetField), basis, row.Job, row.Way)];
        return upstream
            ? frontier[target].Select(field => new Hop(source, field, basis, row.Job, row.Way))
            : [new(source, new(DatasetNeighbours.Kind, target), basis, row.Job, row.Way)];
    }
}
