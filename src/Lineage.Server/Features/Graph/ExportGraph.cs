using System.Text.Json.Nodes;
using FluentValidation;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Graph;

/// <summary>The whole graph of the tenant, all that any event in the window said, with the facts an independent checker computes from the events alone.</summary>
internal sealed record GetGraphExport(string? AsOf, string? KnownAt) : IRequest<JsonObject>;

internal sealed class GetGraphExportValidator : AbstractValidator<GetGraphExport>
{
    public GetGraphExportValidator() => RuleFor(q => q.KnownAt).MaximumLength(64);
}

internal sealed class GetGraphExportHandler(Caller caller, WindowResolver windows, TenantDatabase database, GraphReader graph, RunReader runs, FacetReader facets)
    : IRequestHandler<GetGraphExport, JsonObject>
{
    private static readonly string[] Facets = ["tags", "ownership", "version", "lifecycleStateChange", "schema"];

    public async Task<JsonObject> Handle(GetGraphExport request, CancellationToken cancellationToken)
    {
        var window = await windows.Resolve(caller.Tenant, request.AsOf, request.KnownAt, cancellationToken);
        var names = (await Read(window, "select n.id, n.namespace, n.name from lineage_read.name n where n.tenant_id = $1 and $2::timestamptz is not null and $3::bigint is not null",
            r => (r.GetGuid(0), new[] { r.GetString(1), r.GetString(2) }), cancellationToken)).ToDictionary(n => n.Item1, n => n.Item2);
        var uses = await Read(window, $"select distinct u.dataset_id, u.role from lineage_read.dataset_use u where {Window.Of("u")}", r => (Id: r.GetGuid(0), Role: r.GetString(1)), cancellationToken);
        var datasets = uses.Where(u => u.Role != "referenced").Select(u => u.Id).ToHashSet();
        var observed = await Read(window, $"select distinct o.job_id, o.parent_job, o.root_job from lineage_read.observation o where {Window.Of("o")}", r => new[] { Id(r, 0), Id(r, 1), Id(r, 2) }, cancellationToken);
        var jobs = observed.Select(o => o[0]).OfType<Guid>().ToHashSet();
        var io = await Read(window, $"select distinct u.group_id, u.job_id, u.role, u.dataset_id from lineage_read.dataset_use u where {Window.Of("u")} and u.job_id is not null and u.role in ('input', 'output')",
            r => (Group: r.GetGuid(0), Job: r.GetGuid(1), Role: r.GetString(2), Dataset: r.GetGuid(3)), cancellationToken);
        var links = await Read(window, $"select distinct l.dataset_id, l.other_id, l.type from lineage_read.symlink l where {Window.Of("l")}", r => (r.GetGuid(0), r.GetGuid(1), r.GetString(2)), cancellationToken);
        var edges = await Read(window, $"select distinct e.kind, e.from_kind, e.from_id, e.to_kind, e.to_id from lineage_read.job_edge e where {Window.Of("e")}",
            r => (Kind: r.GetString(0), FromKind: r.GetString(1), From: r.GetGuid(2), ToKind: r.GetString(3), To: r.GetGuid(4)), cancellationToken);
        var groups = await graph.All(window, cancellationToken);
        var fields = await graph.FieldEdges(window, [], cancellationToken);
        var allRuns = await runs.Runs(window, "true", int.MaxValue, cancellationToken);
        var runIds = allRuns.ToDictionary(r => r.Id, r => r.RunId);
        var said = (await facets.Current(window, "dataset", Facets, [], cancellationToken)).ToLookup(f => f.Name);

        return new JsonObject
        {
            ["asOf"] = window.AsOf.UtcDateTime.ToString("O"),
            ["knownAt"] = window.KnownAt,
            ["datasets"] = List(datasets.Select(Name)),
            ["referenced_datasets"] = List(uses.Select(u => u.Id).Distinct().Where(id => !datasets.Contains(id)).Select(Name)),
            ["symlinks"] = List(links.Select(l => Row([.. names[l.Item1], .. names[l.Item2], l.Item3]))),
            ["jobs"] = List(jobs.Select(Name)),
            ["parent_jobs"] = List(observed.SelectMany(o => o[1..]).OfType<Guid>().Distinct().Where(id => !jobs.Contains(id)).Select(Name)),
            ["runs"] = List(allRuns.Select(Run)),
            ["job_inputs"] = List(Io("input").Select(u => (u.Job, u.Dataset)).Distinct().Select(u => Row([.. names[u.Job], .. names[u.Dataset]]))),
            ["job_outputs"] = List(Io("output").Select(u => (u.Job, u.Dataset)).Distinct().Select(u => Row([.. names[u.Job], .. names[u.Dataset]]))),
            ["run_inputs"] = List(Io("input").Where(u => runIds.ContainsKey(u.Group)).Select(u => (u.Group, u.Dataset)).Distinct().Select(u => Row([runIds[u.Group], .. names[u.Dataset]]))),
            ["run_outputs"] = List(Io("output").Where(u => runIds.ContainsKey(u.Group)).Select(u => (u.Group, u.Dataset)).Distinct().Select(u => Row([runIds[u.Group], .. names[u.Dataset]]))),
            ["dataset_edges_cartesian"] = List(Pairs(groups.SelectMany(g => g.Cartesian()))),
            ["dataset_edges_precise"] = List(Pairs(groups.SelectMany(g => g.Precise()))),
            ["column_edges"] = List(Fields(fields.Where(f => f.TargetField is not null))),
            ["column_to_dataset_edges"] = List(Fields(fields.Where(f => f.TargetField is null))),
            ["job_edges"] = List(edges.Where(e => e.Kind == "lineage").Select(e => Row([e.FromKind.ToUpperInvariant(), .. names[e.From], e.ToKind.ToUpperInvariant(), .. names[e.To]]))),
            ["job_dependencies"] = List(edges.Where(e => e.Kind == "dependency").Select(e => Row([.. names[e.From], .. names[e.To]]))),
            ["tags"] = List(said["tags"].SelectMany(f => f.Json.Items("tags").Select(t => Row([.. names[f.Entity], t.Text("field"), t.Scalar("key"), t.Scalar("value"), t.Scalar("source")])))),
            ["owners"] = List(said["ownership"].SelectMany(f => f.Json.Items("owners").Select(o => Row([.. names[f.Entity], o.Scalar("name"), o.Scalar("type")])))),
            ["versions"] = List(said["version"].Select(f => Row([.. names[f.Entity], f.Json.Scalar("datasetVersion")]))),
            ["lifecycle"] = List(said["lifecycleStateChange"].Select(f => Row([.. names[f.Entity], f.Json.Scalar("lifecycleStateChange")]))),
            ["schemas"] = new JsonObject(said["schema"].OrderBy(f => string.Join('|', names[f.Entity]), StringComparer.Ordinal)
                .Select(f => KeyValuePair.Create<string, JsonNode?>(string.Join('|', names[f.Entity]), new JsonArray([.. f.Json.Items("fields").Select(c => (JsonNode?)c.Scalar("name"))])))),
        };

        IEnumerable<(Guid Group, Guid Job, string Role, Guid Dataset)> Io(string role) => io.Where(u => u.Role == role);
        JsonArray Name(Guid id) => Row(names[id]);
        IEnumerable<JsonNode> Pairs(IEnumerable<DatasetEdge> all) => all.Select(e => (e.Source, e.Target)).Distinct().Select(e => Row([.. names[e.Source], .. names[e.Target]]));
        IEnumerable<JsonNode> Fields(IEnumerable<FieldEdgeRow> all) => all.GroupBy(f => (f.Source, f.SourceField, f.Target, f.TargetField)).Select(f => Field(names, f.Key, f));
        JsonObject Run(RunRow r) => new()
        {
            ["runId"] = r.RunId,
            ["job"] = r.Job is { } job ? Row(names[job]) : null,
            ["state"] = r.State,
            ["startedAt"] = r.StartedAt?.UtcDateTime.ToString("O"),
            ["endedAt"] = r.EndedAt?.UtcDateTime.ToString("O"),
            ["parentRunId"] = r.ParentRunId,
            ["events"] = r.Events,
        };
    }

    private static JsonArray Field(Dictionary<Guid, string[]> names, (Guid Source, string SourceField, Guid Target, string? TargetField) key, IEnumerable<FieldEdgeRow> ways)
    {
        var row = Row([.. names[key.Source], key.SourceField, .. names[key.Target]]);
        if (key.TargetField is not null) row.Add((JsonNode?)key.TargetField);
        row.Add(List(ways.Select(w => w.Way).OfType<Contracts.Transformation>().Distinct().Select(w => (JsonNode)new JsonArray(w.Type, w.Subtype, w.Masking))));
        return row;
    }

    private Task<List<T>> Read<T>(Window window, string sql, Func<Npgsql.NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        database.Query(window.Tenant, sql, read, cancellationToken, Parameter.Of(window.Tenant), Parameter.Of(window.AsOf), Parameter.Of(window.Sequence));

    private static Guid? Id(Npgsql.NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetGuid(column);

    private static JsonArray Row(IEnumerable<string?> cells) => new([.. cells.Select(c => (JsonNode?)c)]);

    // Sorted, so that the same graph is the same text.
    private static JsonArray List(IEnumerable<JsonNode> items) =>
        new([.. items.Select(i => (Node: i, Text: i.ToJsonString())).DistinctBy(i => i.Text).OrderBy(i => i.Text, StringComparer.Ordinal).Select(i => i.Node)]);
}

internal sealed class ExportGraph : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/graph/export", Get).RequireAuthorization(Policies.Read).WithTags("Lineage").WithSummary("The whole graph of the tenant, for a checker");

    private static async Task<IResult> Get(string? asOf, string? knownAt, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new GetGraphExport(asOf, knownAt), cancellationToken));
}
