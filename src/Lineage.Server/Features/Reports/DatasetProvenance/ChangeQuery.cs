using Lineage.Contracts;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Record;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>What changed over time in the datasets and jobs on the way: each statement compared with the one before it.</summary>
internal sealed class ChangeQuery(FacetReader facets, EvidenceReader evidence)
{
    private const int Listed = 40;
    private static readonly string[] OfDatasets = ["schema", "lifecycleStateChange", "version", "ownership"];
    private static readonly string[] OfJobs = ["sourceCodeLocation", "sql", "sourceCode"];

    public async Task<IReadOnlyList<Change>> Of(Window window, IReadOnlyList<LineageNode> nodes, IReadOnlyList<JobNode> jobs, CancellationToken cancellationToken)
    {
        var datasets = nodes.SelectMany(n => n.Names).Select(NodeId.Parse).Select(n => n switch { FieldNode f => (f.Namespace, f.Name), DatasetNode d => (d.Namespace, d.Name), _ => default })
            .Distinct().ToDictionary(d => NaturalKey.Dataset(window.Tenant, d.Namespace, d.Name));
        var jobIds = jobs.Distinct().ToDictionary(j => NaturalKey.Job(window.Tenant, j.Namespace, j.Name), j => (j.Namespace, j.Name));
        var said = await facets.History(window, "dataset", OfDatasets, [.. datasets.Keys], cancellationToken);
        said.AddRange(await facets.History(window, "job", OfJobs, [.. jobIds.Keys], cancellationToken));
        var found = said.GroupBy(f => (f.Entity, f.Name)).SelectMany(Differences)
            .GroupBy(f => (f.Row.Entity, f.Row.Sequence, Kind: Kind(f.Row.Name))).Select(g => (g.First().Row, Items: g.SelectMany(f => f.Items).ToList())).ToList();
        var places = await evidence.Places(window, found.Select(f => f.Row.Sequence), cancellationToken);
        return [.. found.Select(f =>
            {
                var (ns, name) = f.Row.Scope == "job" ? jobIds[f.Row.Entity] : datasets[f.Row.Entity];
                var (eventId, recordedAt) = places[f.Row.Sequence];
                return new Change(Kind(f.Row.Name), ns, name, f.Items, f.Row.ValidAt, recordedAt, eventId);
            })
            .OrderBy(c => c.ValidTime).ThenBy(c => c.RecordedTime).ThenBy(c => c.Namespace, StringComparer.Ordinal).ThenBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Kind)];
    }

    private static IEnumerable<(FacetRow Row, IReadOnlyList<ChangeItem> Items)> Differences(IEnumerable<FacetRow> history)
    {
        FacetRow? before = null;
        foreach (var row in history)
        {
            IReadOnlyList<ChangeItem> items = [.. ChangeItems.Between(before is { Deleted: false } ? before : null, row)];
            if (items.Count > 0) yield return (row, items.Count <= Listed ? items : [.. items.Take(Listed - 1), new("changed", $"and {items.Count - Listed + 1} more", null, null)]);
            before = row;
        }
    }

    private static ChangeKind Kind(string facet) => facet switch
    {
        "schema" => ChangeKind.Schema,
        "lifecycleStateChange" => ChangeKind.Lifecycle,
        "version" => ChangeKind.DatasetVersion,
        "ownership" => ChangeKind.Ownership,
        _ => ChangeKind.JobVersion,
    };
}
