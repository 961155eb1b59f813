using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>Puts together what an answer says of a dataset.</summary>
internal static class DatasetView
{
    // These stand in the answer in terms of their own.
    private static readonly HashSet<string> Shown =
        ["schema", "tags", "ownership", "documentation", "version", "datasetType", "storage", "dataSource", "lifecycleStateChange", "symlinks", "columnLineage", "lineage"];

    public static async Task<DatasetDetails> Of(DatasetFacts dataset, Window window, Sight sight, GraphReader graph, RunReader runs, FacetReader facets, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. dataset.Ids];
        var written = await Last(runs, window, ids, "output", "(r.state = 'COMPLETE') desc, r.began desc", cancellationToken);
        var read = await Last(runs, window, ids, "input", "r.began desc", cancellationToken);
        var names = await graph.Names(window.Tenant, [.. ids, .. new[] { written?.Job, read?.Job }.OfType<Guid>()], cancellationToken);
        List<FacetRow> more =
        [
            .. dataset.Facets.Where(f => !Shown.Contains(f.Name)).GroupBy(f => f.Name).Select(f => dataset.Facet(f.Key)!),
            .. await facets.Current(window, "input", [], [ids[0]], cancellationToken), .. await facets.Current(window, "output", [], [ids[0]], cancellationToken),
        ];
        var (type, storage, source) = (dataset.Json("datasetType"), dataset.Facet("storage")?.Json, dataset.Facet("dataSource")?.Json);
        var tags = dataset.Tags;
        return new(
            dataset.Node.Namespace, dataset.Node.Name, [.. ids.Where(names.ContainsKey).Select(id => new DatasetNode(names[id].Namespace, names[id].Name).ToString())],
            dataset.ReferencedOnly, type.Scalar("datasetType"), type.Scalar("subType"), dataset.Json("documentation").Scalar("description"), dataset.Json("version").Scalar("datasetVersion"),
            dataset.Lifecycle, storage is { } s ? new(s.Scalar("storageLayer"), s.Scalar("fileFormat")) : null, source is { } d ? new(d.Scalar("name"), d.Scalar("uri")) : null,
            [.. tags[null]], dataset.Owners, SchemaReading.Tree(dataset.Node, dataset.Json("schema"), tags),
            written is null ? null : Summaries.Of(written, names), read is null ? null : Summaries.Of(read, names), [.. more.Select(sight.Details)]);
    }

    private static async Task<RunRow?> Last(RunReader runs, Window window, Guid[] ids, string role, string order, CancellationToken cancellationToken) => (await runs.Page(
        window, $"o.group_id in (select u.group_id from lineage_read.dataset_use u where {Window.Of("u")} and u.dataset_id = any($4) and u.role = '{role}')", "true", $"{order}, r.id", 1,
        cancellationToken, Parameter.Of(ids))).FirstOrDefault();
}
