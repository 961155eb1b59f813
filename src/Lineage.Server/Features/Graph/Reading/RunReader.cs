using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Graph.Reading;

/// <summary>A run as its events in the window describe it, whatever order they came in.</summary>
/// <param name="Id">The run's id in the tables.</param>
/// <param name="RunId">As its client named it.</param>
/// <param name="State">COMPLETE, FAIL or ABORT once it ended, the latest of them; else RUNNING or START; null when only OTHER was seen.</param>
/// <param name="FirstAt">Valid time of its earliest event.</param>
internal sealed record RunRow(
    Guid Id, string RunId, Guid? Job, string? State, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? ParentRunId, long Events,
    DateTimeOffset FirstAt, DateTimeOffset LastAt, long LastSequence);

/// <summary>Reads runs.</summary>
internal sealed class RunReader(TenantDatabase database)
{
    private const string Terminal = "o.event_type in ('COMPLETE', 'FAIL', 'ABORT')";

    /// <summary>Latest start first.</summary>
    public const string Latest = "r.began desc, r.id";

    /// <summary>Runs out of the observations that the condition selects, latest first.</summary>
    /// <param name="condition">SQL on <c>o</c>; its parameters come after the window's three.</param>
    public Task<List<RunRow>> Runs(Window window, string condition, int limit, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        Page(window, condition, "true", Latest, limit, cancellationToken, parameters);

    /// <summary>Those of the runs that the second condition keeps, in an order of their own.</summary>
    /// <param name="kept">SQL on the folded run <c>r</c>: id, state, parent, began, ended, last_at.</param>
    /// <param name="order">SQL on the folded run.</param>
    public Task<List<RunRow>> Page(
        Window window, string condition, string kept, string order, int limit, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) => database.Query(
        window.Tenant,
        $"""
        with picked as (select distinct o.group_id from lineage_read.observation o where {Window.Of("o")} and o.kind = 'run' and ({condition})),
        r as (select o.group_id as id,
          (array_agg(o.run_key order by o.valid_at, o.seq))[1] as run_key,
          (array_agg(o.job_id order by o.valid_at, o.seq))[1] as job_id,
          coalesce(
            (array_agg(o.event_type order by o.valid_at desc, o.seq desc) filter (where {Terminal}))[1],
            case when bool_or(o.event_type = 'RUNNING' or o.event_type is null) then 'RUNNING' when bool_or(o.event_type = 'START') then 'START' end) as state,
          min(o.valid_at) filter (where o.event_type = 'START') as started,
          max(o.valid_at) filter (where {Terminal}) as ended,
          (array_agg(o.parent_run order by o.valid_at desc, o.seq desc) filter (where o.has_parent))[1] as parent,
          count(*) as events, min(o.valid_at) as first_at, max(o.valid_at) as last_at, max(o.seq) as last_seq,
          coalesce(min(o.valid_at) filter (where o.event_type = 'START'), min(o.valid_at)) as began
        from lineage_read.observation o join picked using (group_id) where {Window.Of("o")} and o.kind = 'run'
        group by o.group_id)
        select r.id, r.run_key, r.job_id, r.state, r.started, r.ended, r.parent, r.events, r.first_at, r.last_at, r.last_seq
        from r where {kept} order by {order} limit {limit}
        """,
        Read, cancellationToken,
        [Parameter.Of(window.Tenant), Parameter.Of(window.AsOf), Parameter.Of(window.Sequence), .. parameters]);

    private static RunRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetGuid(2), r.IsDBNull(3) ? null : r.GetString(3), Time(r, 4), Time(r, 5),
        r.IsDBNull(6) ? null : r.GetString(6), r.GetInt64(7), Time(r, 8)!.Value, Time(r, 9)!.Value, r.GetInt64(10));

    private static DateTimeOffset? Time(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<DateTimeOffset>(column);
}
