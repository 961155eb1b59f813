using Lineage.Contracts;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Reads what the read models gained between two places of the record. Rows are only ever added, so nothing else can have changed.</summary>
internal sealed class FactLoader(TenantDatabase database)
{
    private const int Chunk = 16_384;

    /// <param name="add">Called with what puts a part of the rows in, observations first.</param>
    public async Task Load(string tenant, long after, long upTo, Action<Action<FactStore>> add, CancellationToken cancellationToken)
    {
        await Rows(
            """
            select o.seq, o.valid_at, case o.kind when 'run' then 0 when 'job' then 1 else 2 end,
              case o.event_type when 'START' then 1 when 'RUNNING' then 2 when 'COMPLETE' then 3 when 'FAIL' then 4 when 'ABORT' then 5 else case when o.event_type is null then 0 else 6 end end,
              o.states_io, case o.kind when 'run' then o.group_id end, o.job_id, o.dataset_id, case o.kind when 'run' then nullif(o.run_key, o.group_id::text) end
            from lineage_read.observation o where o.tenant_id = $1 and o.seq > $2 and o.seq <= $3 order by o.seq
            """,
            r => new Observation(r.GetInt64(0), r.GetDateTime(1).Ticks, (Sort)r.GetInt32(2), (Phase)r.GetInt32(3), r.GetBoolean(4), Id(r, 5), Id(r, 6), Id(r, 7), r.IsDBNull(8) ? null : r.GetString(8)),
            (facts, o) => facts.Observe(o.Sequence, o.ValidAt, o.Sort, o.Phase, o.States, o.Run, o.Job, o.Subject, o.RunKey));
        await Rows(
            $"select u.seq, u.dataset_id, case u.role when 'input' then 0 when 'output' then 1 when 'subject' then 2 else 3 end from lineage_read.dataset_use u where {Between("u")}",
            r => (Sequence: r.GetInt64(0), Dataset: r.GetGuid(1), Role: (Role)r.GetInt32(2)), (facts, u) => facts.Use(facts.At(u.Sequence), u.Dataset, u.Role));
        await Rows(
            $"select s.seq, s.basis = 'lineage', s.source_id, s.target_id from lineage_read.lineage_source s where {Between("s")}",
            r => (Sequence: r.GetInt64(0), Explicit: r.GetBoolean(1), Source: Id(r, 2), Target: Id(r, 3)), (facts, s) => facts.State(facts.At(s.Sequence), s.Explicit, s.Source, s.Target));
        await Rows(
            $"""
            select e.seq, e.basis = 'lineage', e.source_id, e.source_field, e.target_id, e.target_field, e.type, e.subtype, e.masking
            from lineage_read.field_edge e where {Between("e")} order by e.seq
            """,
            r => new Derived(
                r.GetInt64(0), r.GetBoolean(1), r.GetGuid(2), r.GetString(3), r.GetGuid(4), r.IsDBNull(5) ? null : r.GetString(5),
                r.IsDBNull(6) ? null : new(r.GetString(6), r.GetString(7), r.GetBoolean(8))),
            (facts, e) => facts.Derive(facts.At(e.Sequence), e.Explicit, e.Source, e.SourceField, e.Target, e.TargetField, e.Way));
        await Rows(
            $"select e.seq, e.from_id, e.to_id from lineage_read.job_edge e where {Between("e")} and e.kind = 'lineage' and e.from_kind = 'job' and e.to_kind = 'job'",
            r => (Sequence: r.GetInt64(0), From: r.GetGuid(1), To: r.GetGuid(2)), (facts, e) => facts.Follow(facts.At(e.Sequence), e.From, e.To));
        await Rows(
            $"select l.seq, l.dataset_id, l.other_id from lineage_read.symlink l where {Between("l")}",
            r => (Sequence: r.GetInt64(0), Dataset: r.GetGuid(1), Other: r.GetGuid(2)), (facts, l) => facts.Alias(facts.At(l.Sequence), l.Dataset, l.Other));

        async Task Rows<T>(string sql, Func<NpgsqlDataReader, T> read, Action<FactStore, T> put)
        {
            List<T> rows = [];
            var putting = Task.CompletedTask;
            var parameters = new[] { Parameter.Of(tenant), Parameter.Of(after), Parameter.Of(upTo) };
            try
            {
                await foreach (var row in database.Stream(tenant, sql, read, cancellationToken, parameters))
                {
                    rows.Add(row);
                    if (rows.Count == Chunk) await Put();
                }

                if (rows.Count > 0) await Put();
            }
            finally
            {
                await putting;
            }

            // One part is put in while the next is read.
            async Task Put()
            {
                await putting;
                var part = rows;
                rows = new(Chunk);
                putting = Task.Run(() => add(facts =>
                {
                    foreach (var row in part) put(facts, row);
                }), CancellationToken.None);
            }
        }
    }

    private static string Between(string alias) => $"{alias}.tenant_id = $1 and {alias}.seq > $2 and {alias}.seq <= $3";

    private static Guid? Id(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetGuid(column);

    private readonly record struct Observation(long Sequence, long ValidAt, Sort Sort, Phase Phase, bool States, Guid? Run, Guid? Job, Guid? Subject, string? RunKey);

    private readonly record struct Derived(long Sequence, bool Explicit, Guid Source, string SourceField, Guid Target, string? TargetField, Transformation? Way);
}
