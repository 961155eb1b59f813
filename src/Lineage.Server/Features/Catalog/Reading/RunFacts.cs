using System.Text.Json;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>What the events of one run say.</summary>
/// <param name="Facets">Facets of the run itself that hold.</param>
/// <param name="Said">Facets that its events state of its job and its datasets; the last of each name on each.</param>
/// <param name="Uses">Its inputs and outputs.</param>
internal sealed record RunFacts(
    RunRow Row, RunSummary Summary, IReadOnlyList<FacetRow> Facets, IReadOnlyList<FacetRow> Said, IReadOnlyList<(string Role, Guid Dataset)> Uses,
    IReadOnlyDictionary<Guid, (string Kind, string Namespace, string Name)> Names)
{
    /// <summary>Null when the window holds no event of the run.</summary>
    public static async Task<RunFacts?> Read(RunNode node, Window window, TenantDatabase database, GraphReader graph, RunReader runs, FacetReader facets, CancellationToken cancellationToken)
    {
        if (await Find(node, window, runs, cancellationToken) is not { } row) return null;
        var uses = await database.Query(
            window.Tenant, $"select distinct u.role, u.dataset_id from lineage_read.dataset_use u where {Window.Within("u", "select $4")} and u.role in ('input', 'output')",
            r => (r.GetString(0), r.GetGuid(1)), cancellationToken, [.. window.Parameters(), Parameter.Of(row.Id)]);
        Guid[] things = [.. uses.Select(u => u.Item2).Distinct(), .. new[] { row.Job }.OfType<Guid>()];
        var said = await database.Query(
            window.Tenant,
            $"""
            select * from (
              select distinct on (f.entity_id, f.scope, f.name) f.entity_id, f.scope, f.name, f.deleted, f.body, f.valid_at, f.seq from lineage_read.facet f
              where {Window.Of("f")} and f.entity_id = any($4) and f.group_id = $5 and f.scope in ('dataset', 'job')
              order by f.entity_id, f.scope, f.name, f.valid_at desc, f.seq desc, f.ordinal desc) f where not f.deleted
            """,
            r => new FacetRow(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.TextOrNull(4), r.GetFieldValue<DateTimeOffset>(5), r.GetInt64(6)),
            cancellationToken, [.. GraphReader.Parameters(window, things), Parameter.Of(row.Id)]);
        var names = await graph.Names(window.Tenant, things, cancellationToken);
        return new(row, Summaries.Of(row, names), await facets.Current(window, "run", [], [row.Id], cancellationToken), said, uses, names);
    }

    public static async Task<RunRow?> Find(RunNode node, Window window, RunReader runs, CancellationToken cancellationToken) =>
        (await runs.Runs(window, "o.group_id = $4", 1, cancellationToken, Parameter.Of(NodeKeys.Of(window.Tenant, node)))).FirstOrDefault();

    public long? DurationMilliseconds => Row is { StartedAt: { } start, EndedAt: { } end } ? (long)(end - start).TotalMilliseconds : null;

    /// <summary>A facet of the run.</summary>
    public JsonElement Json(string name) => Facets.FirstOrDefault(f => f.Name == name)?.Json ?? default;

    /// <summary>A facet that the run states of its job or of a dataset.</summary>
    public JsonElement Json(Guid thing, string name) => Said.FirstOrDefault(f => f.Entity == thing && f.Name == name)?.Json ?? default;

    /// <summary>Its inputs or outputs by node id.</summary>
    public List<RunDataset> Datasets(string role) =>
    [
        .. Uses.Where(u => u.Role == role).Select(u => new RunDataset(NodeId(u.Dataset), Json(u.Dataset, "version").Scalar("datasetVersion"))).OrderBy(d => d.NodeId, StringComparer.Ordinal),
    ];

    public string NodeId(Guid dataset) => new DatasetNode(Names[dataset].Namespace, Names[dataset].Name).ToString();
}
