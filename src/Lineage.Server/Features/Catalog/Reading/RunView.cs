using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>Puts together what an answer says of a run.</summary>
internal static class RunView
{
    private const int MostParents = 100;

    /// <summary>Null when the window holds no event of the run.</summary>
    public static async Task<RunDetails?> Of(RunNode node, Window window, Sight sight, TenantDatabase database, GraphReader graph, RunReader runs, FacetReader facets, CancellationToken cancellationToken)
    {
        if (await RunFacts.Read(node, window, database, graph, runs, facets, cancellationToken) is not { } run) return null;
        var children = await database.Single(
            window.Tenant, $"select count(distinct o.group_id) from lineage_read.observation o where {Window.Of("o")} and md5(o.parent_run) = md5($4) and o.parent_run = $4", r => r.GetInt64(0), cancellationToken,
            [.. window.Parameters(), Parameter.Of(run.Row.RunId)]);
        var (nominal, error) = (run.Json("nominalTime"), run.Json("errorMessage").Scalar("message"));
        return new(
            run.Summary, run.DurationMilliseconds, EventTime.Read(nominal.Text("nominalStartTime"))?.Value, EventTime.Read(nominal.Text("nominalEndTime"))?.Value,
            await Parents(run, window, graph, runs, cancellationToken), children, run.Datasets("input"), run.Datasets("output"),
            error is not null && sight.Shows("errorMessage") ? error : null, [.. run.Facets.Where(f => f.Name != "errorMessage").Select(sight.Details)]);
    }

    private static async Task<List<RunSummary>> Parents(RunFacts run, Window window, GraphReader graph, RunReader runs, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { run.Row.RunId };
        var chain = new List<RunSummary>();
        for (var parent = run.Row.ParentRunId; parent is { Length: > 0 } && chain.Count < MostParents && seen.Add(parent);)
        {
            var row = await RunFacts.Find(new RunNode(parent), window, runs, cancellationToken);
            chain.Add(row is null ? Summaries.Named(parent) : Summaries.Of(row, await graph.Names(window.Tenant, new[] { row.Job }.OfType<Guid>(), cancellationToken)));
            parent = row?.ParentRunId;
        }

        return chain;
    }
}
