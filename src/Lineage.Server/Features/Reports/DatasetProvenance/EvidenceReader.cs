using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Reports.Rendering;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>The facts a report cites, and the emitters behind them.</summary>
/// <param name="Events">Distinct events among the rows.</param>
/// <param name="Emitters">Who sent them: namespace of the job (of the dataset, for dataset events) and producer.</param>
internal sealed record CitedFacts(IReadOnlyList<FactRow> Rows, long Events, IReadOnlySet<(string Namespace, string? Producer)> Emitters);

/// <summary>How many events of those emitters there are, and what became of each.</summary>
internal sealed record ScopeCounts(IReadOnlyList<Emitter> Emitters, long InScope, long Excluded, long Unreadable, long Erased, long Flagged)
{
    /// <summary>The rule by which an emitter is called silent.</summary>
    public const string Silence =
        "An emitter is silent when, at the as-of time, its last event is more than 24 hours old and more than three times the longest pause it made before. "
        + "One that was heard on fewer than three occasions (runs or statements) has shown no rhythm and is not judged.";

    public long Read => InScope - Excluded - Unreadable - Erased;

    public Coverage ToCoverage() => new(Emitters, Silence, Unreadable, Erased, Flagged);
}

/// <summary>Reads events as evidence: who said what, when, where it stands in the record.</summary>
internal sealed class EvidenceReader(TenantDatabase database)
{
    /// <summary>The most facts a report lists.</summary>
    public const int MostFacts = 20_000;

    private const int Rhythm = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <summary>One row for each event of these runs and static statements, and for each of these further events.</summary>
    /// <exception cref="MalformedInputException">422 when they are more than a report can hold.</exception>
    public async Task<CitedFacts> Facts(Window window, Guid[] groups, Guid[] further, CancellationToken cancellationToken)
    {
        var events = await database.Query(
            window.Tenant,
            $"""
            select o.seq, o.valid_at, o.recorded_at, o.event_id, o.kind, o.event_type, o.run_key, j.namespace, j.name, d.namespace, d.name, o.producer, o.actor,
              o.states_io, {Named("dataset_use u", "u.dataset_id", "u.role = 'input'")}, {Named("dataset_use u", "u.dataset_id", "u.role = 'output'")},
              {Named("lineage_source u", "u.source_id", "u.source_id is not null")},
              coalesce((select array_agg(distinct f.name) from lineage_read.facet f where f.tenant_id = $1 and f.seq = o.seq and f.group_id = o.group_id), '{"{}"}')
            from lineage_read.observation o
            left join lineage_read.name j on j.tenant_id = o.tenant_id and j.id = o.job_id
            left join lineage_read.name d on d.tenant_id = o.tenant_id and d.id = o.dataset_id
            where {Window.Of("o")} and (o.group_id = any($4) or o.seq = any(array(select e.seq_id from {StoreSchema.Record}.mt_events e where e.tenant_id = $1 and e.id = any($5)))) order by o.valid_at, o.seq limit {MostFacts + 1}
            """,
            r => new
            {
                Sequence = r.GetInt64(0),
                Valid = r.GetFieldValue<DateTimeOffset>(1),
                Recorded = r.GetFieldValue<DateTimeOffset>(2),
                Event = r.GetGuid(3),
                Kind = r.GetString(4),
                Type = Text(r, 5),
                Run = Text(r, 6),
                JobNamespace = Text(r, 7),
                Job = Text(r, 8),
                DatasetNamespace = Text(r, 9),
                Dataset = Text(r, 10),
                Producer = Text(r, 11),
                Actor = r.GetString(12),
                Says = new Said(r.GetBoolean(13), Sorted(r, 14), Sorted(r, 15), Sorted(r, 16), Sorted(r, 17)),
            },
            cancellationToken, [.. GraphReader.Parameters(window, groups), Parameter.Of(further)]);
        if (events.Count > MostFacts)
            throw new MalformedInputException(422, "report-too-large", $"The report would list more than {MostFacts} facts; ask for an earlier asOf or view=current.", "/parameters");
        return new(
            [.. events.Select(e => new FactRow(
                FactWords.Of(e.Kind, e.Type, e.Run, e.Job, e.Dataset, e.Says), e.Kind, e.Valid, e.Recorded, e.Actor, e.Producer, e.Event.ToString("D"), e.Sequence))],
            events.Count, events.Select(e => (e.JobNamespace ?? e.DatasetNamespace ?? "", e.Producer)).ToHashSet());
    }

    /// <summary>All events of the emitters that the facts come from.</summary>
    public async Task<ScopeCounts> Coverage(Window window, CitedFacts facts, CancellationToken cancellationToken)
    {
        var rows = await database.Query(
            window.Tenant,
            """
            with said as (
              select n.namespace, o.producer, o.valid_at, o.flags, coalesce(o.run_key, o.event_id::text) as occasion,
                o.valid_at - lag(o.valid_at) over (partition by n.namespace, o.producer order by o.valid_at) as pause
              from lineage_read.observation o join lineage_read.name n on n.tenant_id = o.tenant_id and n.id = coalesce(o.job_id, o.dataset_id)
              where o.tenant_id = $1 and o.seq <= $3)
            select namespace, producer, min(valid_at), max(valid_at), count(*), count(*) filter (where valid_at > $2),
              count(*) filter (where cardinality(flags) > 0 and valid_at <= $2), max(valid_at) filter (where valid_at <= $2),
              coalesce(extract(epoch from max(pause) filter (where valid_at <= $2)), 0)::float8,
              count(distinct occasion) filter (where valid_at <= $2)
            from said where namespace = any($4) group by namespace, producer
            """,
            r => new
            {
                Namespace = r.GetString(0),
                Producer = Text(r, 1),
                First = r.GetFieldValue<DateTimeOffset>(2),
                Last = r.GetFieldValue<DateTimeOffset>(3),
                Events = r.GetInt64(4),
                Excluded = r.GetInt64(5),
                Flagged = r.GetInt64(6),
                Heard = r.IsDBNull(7) ? (DateTimeOffset?)null : r.GetFieldValue<DateTimeOffset>(7),
                Pause = TimeSpan.FromSeconds(r.GetDouble(8)),
                Occasions = r.GetInt64(9),
            },
            cancellationToken, Parameter.Of(window.Tenant), Parameter.Of(window.AsOf), Parameter.Of(window.Sequence), Parameter.Of(facts.Emitters.Select(e => e.Namespace).Distinct().ToArray()));
        var known = rows.Where(r => facts.Emitters.Contains((r.Namespace, r.Producer)))
            .OrderBy(r => r.Namespace, StringComparer.Ordinal).ThenBy(r => r.Producer, StringComparer.Ordinal).ToList();
        var silenced = await Silenced(window, cancellationToken);
        return new(
            [.. known.Select(r => Emitter(r.Namespace, r.Producer, r.First, r.Last, r.Events, r.Heard is { } heard ? window.AsOf - heard : null, r.Pause, r.Occasions)), .. silenced.Rows],
            known.Sum(r => r.Events) + silenced.Erased + silenced.Unreadable, known.Sum(r => r.Excluded), silenced.Unreadable, silenced.Erased, known.Sum(r => r.Flagged));
    }

    /// <summary>Observed events of the tenant that say nothing any more: their payload was erased, or cannot be read. Whom they came from cannot be told, so all of them are in scope.</summary>
    private async Task<(IReadOnlyList<Emitter> Rows, long Erased, long Unreadable)> Silenced(Window window, CancellationToken cancellationToken)
    {
        var (erased, unreadable, first, last) = await database.Single(
            window.Tenant,
            $"""
            select count(*) filter (where octet_length(e.bdata) = 0), count(*) filter (where octet_length(e.bdata) > 0), min(e.timestamp), max(e.timestamp)
            from {StoreSchema.Record}.mt_events e
            where e.tenant_id = $1 and e.seq_id <= $2 and e.type in ('run_observed', 'job_observed', 'dataset_observed')
              and not exists (select 1 from lineage_read.observation o where o.tenant_id = e.tenant_id and o.seq = e.seq_id)
            """,
            r => (r.GetInt64(0), r.GetInt64(1), r.IsDBNull(2) ? window.AsOf : r.GetFieldValue<DateTimeOffset>(2), r.IsDBNull(3) ? window.AsOf : r.GetFieldValue<DateTimeOffset>(3)),
            cancellationToken, Parameter.Of(window.Tenant), Parameter.Of(window.Sequence));
        return (erased + unreadable == 0 ? [] : [new("not known: the payload is gone or cannot be read", null, first, last, erased + unreadable, false, null)], erased, unreadable);
    }

    /// <summary>Recorded time of the last event up to the mark; the as-of time when there is none.</summary>
    public async Task<DateTimeOffset> RecordedAt(Window window, CancellationToken cancellationToken) =>
        await database.Single(
            window.Tenant, "select max(o.recorded_at) from lineage_read.observation o where o.tenant_id = $1 and o.seq <= $2",
            r => r.IsDBNull(0) ? window.AsOf : r.GetFieldValue<DateTimeOffset>(0), cancellationToken, Parameter.Of(window.Tenant), Parameter.Of(window.Sequence));

    /// <summary>Event id and recorded time of sequence numbers.</summary>
    public async Task<Dictionary<long, (string EventId, DateTimeOffset RecordedAt)>> Places(Window window, IEnumerable<long> sequences, CancellationToken cancellationToken) =>
        (await database.Query(
            window.Tenant, "select o.seq, o.event_id, o.recorded_at from lineage_read.observation o where o.tenant_id = $1 and o.seq = any($2)",
            r => (r.GetInt64(0), r.GetGuid(1).ToString("D"), r.GetFieldValue<DateTimeOffset>(2)), cancellationToken, Parameter.Of(window.Tenant), Parameter.Of(sequences.Distinct().ToArray())))
        .ToDictionary(p => p.Item1, p => (p.Item2, p.Item3));

    private static Emitter Emitter(string ns, string? producer, DateTimeOffset first, DateTimeOffset last, long events, TimeSpan? since, TimeSpan pause, long occasions)
    {
        var late = since is { } age && age > Patience && age > 3 * pause;
        var silent = late && occasions >= Rhythm;
        var note = silent ? $"Last heard {FactWords.Duration(since!.Value)} before the as-of time; longest pause before: {FactWords.Duration(pause)}."
            : late ? $"Heard on {Words.Of(occasions, "occasion")} only, the last {FactWords.Duration(since!.Value)} before the as-of time." : null;
        return new(ns, producer, first, last, events, silent, note);
    }

    // Names of the datasets that stand in a table for the event.
    private static string Named(string table, string dataset, string condition) =>
        $"""
        coalesce((select array_agg(distinct n.name) from lineage_read.{table} join lineage_read.name n on n.tenant_id = u.tenant_id and n.id = {dataset}
          where u.tenant_id = $1 and u.seq = o.seq and u.group_id = o.group_id and {condition}), '{"{}"}')
        """;

    // In an order that does not depend on the database's language.
    private static string[] Sorted(Npgsql.NpgsqlDataReader r, int column) => [.. r.GetFieldValue<string[]>(column).Order(StringComparer.Ordinal)];

    private static string? Text(Npgsql.NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
