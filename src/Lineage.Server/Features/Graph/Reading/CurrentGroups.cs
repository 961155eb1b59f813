namespace Lineage.Server.Features.Graph.Reading;

/// <summary>
/// What a job does now: its latest run (by start) that completed, or its open runs while none has; beside it the latest static statement of
/// a job event, and of a dataset event for a dataset that says itself what it is made from.
/// </summary>
internal static class CurrentGroups
{
    /// <summary>From a table expression <c>candidate(group_id)</c> to <c>chosen(group_id)</c>, its current ones.</summary>
    public static readonly string Sql =
        $"""
        said as materialized (
          select distinct o.group_id, o.job_id, o.dataset_id from lineage_read.observation o
          where {Window.Of("o")} and o.group_id = any(array(select group_id from candidate))),
        run as materialized (
          select o.job_id, o.group_id, coalesce(min(o.valid_at) filter (where o.event_type = 'START'), min(o.valid_at)) as started,
            (array_agg(o.event_type order by o.valid_at desc, o.seq desc) filter (where o.event_type in ('COMPLETE', 'FAIL', 'ABORT')))[1] as ended
          from lineage_read.observation o
          where {Window.Of("o")} and o.kind = 'run' and o.job_id = any(array(select distinct job_id from said)) group by o.job_id, o.group_id),
        completed as (select distinct on (job_id) job_id, group_id from run where ended = 'COMPLETE' order by job_id, started desc, group_id),
        static as (
          select distinct on (o.job_id) o.group_id from lineage_read.observation o
          where {Window.Of("o")} and o.kind = 'job' and o.states_io and o.job_id = any(array(select distinct job_id from said)) order by o.job_id, o.valid_at desc, o.seq desc),
        described as (
          select distinct on (o.dataset_id) o.group_id from lineage_read.observation o
          where {Window.Of("o")} and o.kind = 'dataset' and o.states_io and o.dataset_id = any(array(select distinct dataset_id from said)) order by o.dataset_id, o.valid_at desc, o.seq desc),
        chosen as (
          select group_id from candidate where group_id in (
            select group_id from completed union all select group_id from static union all select group_id from described
            union all select group_id from run where ended is null and job_id not in (select job_id from completed)))
        """;

    /// <summary>The same names when every statement in the window counts.</summary>
    public const string AllSql = "chosen as (select group_id from candidate)";
}
