using Lineage.Contracts;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>Whether a thing was heard of in a window at all. Names alone do not tell: they are kept without time.</summary>
internal static class Presence
{
    /// <summary>SQL with a row for each statement that names the job: its own events, its part as parent or root, its edges.</summary>
    /// <param name="id">SQL of the job's id.</param>
    public static string Job(string id) =>
        $"""
        select 1 from lineage_read.observation o where {Window.Of("o")} and o.job_id = {id}
        union all select 1 from lineage_read.observation o where {Window.Of("o")} and o.parent_job = {id}
        union all select 1 from lineage_read.observation o where {Window.Of("o")} and o.root_job = {id}
        union all select 1 from lineage_read.job_edge e where {Window.Of("e")} and e.from_id = {id}
        union all select 1 from lineage_read.job_edge e where {Window.Of("e")} and e.to_id = {id}
        """;

    /// <summary>SQL with a row for each statement that names the dataset.</summary>
    /// <param name="id">SQL of the dataset's id.</param>
    public static string Dataset(string id) => $"select 1 from lineage_read.dataset_use u where {Window.Of("u")} and u.dataset_id = {id}";

    public static async Task<bool> HasJob(TenantDatabase database, Window window, JobNode job, CancellationToken cancellationToken) =>
        (await database.Query(window.Tenant, $"{Job("$4")} limit 1", _ => true, cancellationToken, [.. window.Parameters(), Parameter.Of(NodeKeys.Of(window.Tenant, job))])).Count > 0;
}
