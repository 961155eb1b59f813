using Lineage.Contracts;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>A facet as one event states it, with who says so and when.</summary>
/// <param name="Body">Null when it was taken away.</param>
/// <param name="Wrote">True when the event writes the dataset, so that what it states is what it made.</param>
internal sealed record Statement(
    Guid Entity, string Name, string? Body, DateTimeOffset ValidAt, long Sequence, DateTimeOffset RecordedAt, Guid EventId, Guid Group, string? RunId, Guid? Job, bool Wrote)
{
    public string? Run => RunId is null ? null : new RunNode(RunId).ToString();
}

/// <summary>Reads facets over time.</summary>
internal static class Statements
{
    /// <summary>Each statement that differs from the one before it on the same thing, oldest first; all of them when repetitions matter.</summary>
    public static Task<List<Statement>> Read(
        TenantDatabase database, Window window, string scope, string[] names, Guid[] entities, bool repeated, CancellationToken cancellationToken) => database.Query(
        window.Tenant,
        $"""
        with said as (
          select f.*, lag(case when f.deleted then '' else md5(f.body) end) over (partition by f.entity_id, f.name order by f.valid_at, f.seq, f.ordinal) as before
          from lineage_read.facet f where {Window.Of("f")} and f.scope = $5 and f.entity_id = any($4) and (cardinality($6::text[]) = 0 or f.name = any($6)))
        select s.entity_id, s.name, case when s.deleted then null else coalesce(s.body, '') end, s.valid_at, s.seq, o.recorded_at, o.event_id, o.group_id, o.run_key, o.job_id,
          exists (select from lineage_read.dataset_use u where {Window.Of("u")} and u.seq = s.seq and u.dataset_id = s.entity_id and u.role = 'output')
        from said s join lineage_read.observation o on o.tenant_id = $1 and o.seq = s.seq
        where $7 or s.before is distinct from case when s.deleted then '' else md5(s.body) end
        order by s.valid_at, s.seq, s.ordinal
        """,
        r => new Statement(
            r.GetGuid(0), r.GetString(1), r.TextOrNull(2), r.GetFieldValue<DateTimeOffset>(3), r.GetInt64(4), r.GetFieldValue<DateTimeOffset>(5), r.GetGuid(6), r.GetGuid(7),
            r.TextOrNull(8), r.IdOrNull(9), r.GetBoolean(10)),
        cancellationToken, [.. GraphReader.Parameters(window, entities), Parameter.Of(scope), Parameter.Of(names), Parameter.Of(repeated)]);
}
