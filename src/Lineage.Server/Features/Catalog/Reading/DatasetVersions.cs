using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>The versions of a dataset: those that events state, or where none is stated, one for each completed run that wrote it.</summary>
internal static class DatasetVersions
{
    /// <summary>Oldest first.</summary>
    public static async Task<List<NodeVersion>> Of(Window window, DatasetFacts dataset, TenantDatabase database, GraphReader graph, RunReader runs, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. dataset.Ids];
        var schemas = await Statements.Read(database, window, "dataset", ["schema"], ids, false, cancellationToken);
        var stated = (await Statements.Read(database, window, "dataset", ["version"], ids, true, cancellationToken))
            .Select(s => (Said: s, Version: FacetReading.Parse(s.Body is { Length: > 0 } body ? body : null).Scalar("datasetVersion"))).Where(s => s.Version is not null)
            .GroupBy(s => s.Version!, s => s.Said).Select(v => (Version: v.Key, First: v.First(), Writer: v.FirstOrDefault(s => s.Wrote)))
            .Select(v => (v.Version, v.Writer?.Run, v.Writer?.Job, (v.Writer ?? v.First).ValidAt)).OrderBy(v => v.ValidAt).ToList();
        var isStated = stated.Count > 0;
        var made = isStated ? stated : (await runs.Page(
                window, $"o.group_id in (select u.group_id from lineage_read.dataset_use u where {Window.Of("u")} and u.dataset_id = any($4) and u.role = 'output')",
                "r.state = 'COMPLETE'", "r.ended, r.id", int.MaxValue, cancellationToken, Parameter.Of(ids)))
            .ConvertAll(r => (r.RunId, (string?)new RunNode(r.RunId).ToString(), r.Job, r.EndedAt!.Value));
        var names = await graph.Names(window.Tenant, made.Select(v => v.Job).OfType<Guid>(), cancellationToken);

        var versions = new List<NodeVersion>(made.Count);
        var (next, before, now) = (0, new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var (version, run, job, validAt) in made)
        {
            for (; next < schemas.Count && schemas[next].ValidAt <= validAt; next++)
                now = SchemaReading.Types(FacetReading.Parse(schemas[next].Body is { Length: > 0 } body ? body : null));
            var changed = versions.Count > 0 && (before.Count != now.Count || before.Except(now).Any());
            versions.Add(new(
                versions.Count + 1, version, isStated, run, job is { } j ? new JobNode(names[j].Namespace, names[j].Name).ToString() : null, validAt, changed ? ["schema"] : []));
            before = now;
        }

        return versions;
    }
}
