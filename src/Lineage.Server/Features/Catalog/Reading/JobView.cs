using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>Puts together what an answer says of a job.</summary>
internal static class JobView
{
    private static readonly HashSet<string> Shown = ["jobType", "documentation", "ownership", "tags", "sourceCodeLocation", "sql", "sourceCode", "lineage"];

    /// <summary>Null when no event in the window names the job.</summary>
    public static async Task<JobDetails?> Of(
        JobNode job, Window window, Sight sight, TenantDatabase database, GraphReader graph, RunReader runs, FacetReader facets, CancellationToken cancellationToken)
    {
        if (!await Presence.HasJob(database, window, job, cancellationToken)) return null;
        var id = NodeKeys.Of(window.Tenant, job);
        var parents = await database.Query(
            window.Tenant, $"select o.parent_job, count(*) from lineage_read.observation o where {Window.Of("o")} and o.job_id = $4 group by o.parent_job",
            r => r.IdOrNull(0), cancellationToken, [.. window.Parameters(), Parameter.Of(id)]);
        var now = await graph.OfJobs(window, current: true, [id], cancellationToken);
        var latest = (await runs.Runs(window, "o.job_id = $4", 1, cancellationToken, Parameter.Of(id))).FirstOrDefault();
        var rows = await facets.Current(window, "job", [], [id], cancellationToken);
        var said = rows.Where(f => Shown.Contains(f.Name)).ToDictionary(f => f.Name, f => f.Json);
        var (inputs, outputs) = (now.SelectMany(Sources).ToHashSet(), now.SelectMany(Targets).ToHashSet());
        var names = await graph.Names(window.Tenant, [id, .. inputs, .. outputs, .. parents.OfType<Guid>()], cancellationToken);
        var (type, sql, code) = (said.GetValueOrDefault("jobType"), said.GetValueOrDefault("sql"), said.GetValueOrDefault("sourceCode"));
        return new(
            job.Namespace, job.Name, parents.Count == 0, type.Scalar("processingType"), type.Scalar("integration"), type.Scalar("jobType"), said.GetValueOrDefault("documentation").Scalar("description"),
            [.. FacetReading.Owners(said.GetValueOrDefault("ownership"))], [.. FacetReading.Tags(said.GetValueOrDefault("tags"))],
            said.TryGetValue("sourceCodeLocation", out var location) ? FacetReading.Location(location) : null,
            said.ContainsKey("sql") && sight.Shows("sql") ? new(sql.Scalar("query"), sql.Scalar("dialect")) : null,
            said.ContainsKey("sourceCode") && sight.Shows("sourceCode") ? new(code.Scalar("language"), code.Scalar("sourceCode")) : null,
            Datasets(inputs), Datasets(outputs), latest is null ? null : Summaries.Of(latest, names),
            [.. parents.OfType<Guid>().Select(p => new JobNode(names[p].Namespace, names[p].Name).ToString()).Order(StringComparer.Ordinal)],
            [.. rows.Where(f => !Shown.Contains(f.Name)).Select(sight.Details)]);

        List<string> Datasets(IEnumerable<Guid> ids) => [.. ids.Select(d => new DatasetNode(names[d].Namespace, names[d].Name).ToString()).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<Guid> Sources(GroupFacts group) => group.IsExplicit ? group.Precise().Select(e => e.Source).Concat(group.Inputs) : group.Inputs;

    private static IEnumerable<Guid> Targets(GroupFacts group) => group.IsExplicit ? group.Precise().Select(e => e.Target).Concat(group.Outputs) : group.Outputs;
}
