using Lineage.Contracts;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Graph.Reading;

/// <summary>What a dataset is looked for as.</summary>
internal enum Side
{
    /// <summary>Written, or named as target of a lineage facet.</summary>
    Target,

    /// <summary>Read, or named as source of a lineage facet.</summary>
    Source,
}

/// <summary>A field's edge as it stands in the tables.</summary>
internal sealed record FieldEdgeRow(
    Guid Group, Guid? Job, string Basis, Guid Source, string SourceField, Guid Target, string? TargetField, Transformation? Way, long Sequence, DateTimeOffset ValidAt);

/// <summary>Reads the neighbourhood of things from the read models, one statement a step.</summary>
internal sealed class GraphReader(TenantDatabase database)
{
    /// <summary>The runs and static events in which one of the datasets stands on that side, with all they say.</summary>
    public Task<IReadOnlyCollection<GroupFacts>> AroundDatasets(Window window, bool current, Guid[] datasets, Side side, CancellationToken cancellationToken)
    {
        var (role, column) = side == Side.Target ? ("output", "target_id") : ("input", "source_id");
        return Groups(
            window, current,
            $"""
            select u.group_id from lineage_read.dataset_use u where {Window.Of("u")} and u.dataset_id = any($4) and u.role = '{role}'
            union select s.group_id from lineage_read.lineage_source s where {Window.Naming("s")} and s.{column} = any($4)
            """,
            datasets, cancellationToken);
    }

    /// <summary>The runs and static events of the jobs, with all they say.</summary>
    public Task<IReadOnlyCollection<GroupFacts>> OfJobs(Window window, bool current, Guid[] jobs, CancellationToken cancellationToken) =>
        Groups(window, current, $"select distinct o.group_id from lineage_read.observation o where {Window.Of("o")} and o.job_id = any($4)", jobs, cancellationToken);

    /// <summary>These runs or static events.</summary>
    public Task<IReadOnlyCollection<GroupFacts>> Of(Window window, Guid[] groups, CancellationToken cancellationToken) =>
        Groups(window, false, "select unnest($4::uuid[]) as group_id where $1::text is not null and $2::timestamptz is not null and $3::bigint is not null", groups, cancellationToken);

    /// <summary>All of the tenant.</summary>
    public Task<IReadOnlyCollection<GroupFacts>> All(Window window, CancellationToken cancellationToken) =>
        Groups(window, false, $"select distinct o.group_id from lineage_read.observation o where {Window.Of("o")} and $4::uuid[] is not null", [], cancellationToken);

    private async Task<IReadOnlyCollection<GroupFacts>> Groups(Window window, bool current, string candidate, Guid[] ids, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<Guid, GroupFacts>();

        // Arrays, not joins: while a table that has just been filled has no statistics, a join would compare every row with every other.
        await database.Query(
            window.Tenant,
            $"""
            with candidate as materialized ({candidate}), {(current ? CurrentGroups.Sql : CurrentGroups.AllSql)}
            select distinct 0 as kind, u.group_id, u.role, u.dataset_id, null::uuid from lineage_read.dataset_use u
              where {Window.Within("u", "select group_id from chosen")} and u.role in ('input', 'output')
            union all select distinct 1, s.group_id, s.basis, s.source_id, s.target_id from lineage_read.lineage_source s
              where {Window.Within("s", "select group_id from chosen")}
            union all (select distinct on (o.group_id) 2, o.group_id, '', o.job_id, null::uuid from lineage_read.observation o
              where {Window.Of("o")} and o.group_id = any(array(select group_id from chosen)) and o.job_id is not null order by o.group_id, o.valid_at, o.seq)
            """,
            Add, cancellationToken, Parameters(window, ids));
        return groups.Values;

        int Add(NpgsqlDataReader r)
        {
            var id = r.GetGuid(1);
            if (!groups.TryGetValue(id, out var group)) groups[id] = group = new(id);
            switch (r.GetInt32(0))
            {
                case 0: group.Use(r.GetString(2), r.GetGuid(3)); break;
                case 1: group.State(r.GetString(2), Id(r, 3), Id(r, 4)); break;
                default: group.Job = r.GetGuid(3); break;
            }

            return 0;
        }
    }

    /// <summary>Edges of fields that end (or begin) at one of these fields; a null field stands for the whole dataset.</summary>
    public Task<List<FieldEdgeRow>> AroundFields(Window window, bool current, (Guid Dataset, string? Field)[] fields, Side side, CancellationToken cancellationToken)
    {
        var (dataset, field) = side == Side.Target ? ("target_id", "target_field") : ("source_id", "source_field");
        return database.Query(
            window.Tenant,
            $"""
            with wanted as (select distinct d, f from unnest($4::uuid[], $5::text[]) as w(d, f)),
            edge as materialized (
              select e.* from lineage_read.field_edge e join wanted w on e.{dataset} = w.d and e.{field} is not distinct from w.f
              where {Window.Naming("e")}),
            candidate as materialized (select distinct group_id from edge), {(current ? CurrentGroups.Sql : CurrentGroups.AllSql)}
            select {EdgeColumns} from edge e join chosen using (group_id) order by e.seq
            """,
            ReadEdge, cancellationToken,
            [.. Parameters(window, [.. fields.Select(f => f.Dataset)]), Parameter.Of(fields.Select(f => f.Field).ToArray())]);
    }

    /// <summary>Edges between fields of which one end is one of the datasets; all edges when none is given.</summary>
    public Task<List<FieldEdgeRow>> FieldEdges(Window window, Guid[] datasets, CancellationToken cancellationToken) => database.Query(
        window.Tenant,
        $"""
        select {EdgeColumns} from lineage_read.field_edge e
        where {(datasets.Length == 0 ? $"{Window.Of("e")} and $4::uuid[] is not null" : $"{Window.Naming("e")} and (e.source_id = any($4) or e.target_id = any($4))")} order by e.seq
        """,
        ReadEdge, cancellationToken, Parameters(window, datasets));

    private const string EdgeColumns =
        "e.group_id, e.job_id, e.basis, e.source_id, e.source_field, e.target_id, e.target_field, e.type, e.subtype, e.masking, e.seq, e.valid_at";

    private static FieldEdgeRow ReadEdge(NpgsqlDataReader r) => new(
        r.GetGuid(0), Id(r, 1), r.GetString(2), r.GetGuid(3), r.GetString(4), r.GetGuid(5), r.IsDBNull(6) ? null : r.GetString(6),
        r.IsDBNull(7) ? null : new(r.GetString(7), r.GetString(8), r.GetBoolean(9)), r.GetInt64(10), r.GetFieldValue<DateTimeOffset>(11));

    /// <summary>All names of the same data, for each of the datasets: symlinks joined in both directions, however long the chain.</summary>
    public async Task<Dictionary<Guid, HashSet<Guid>>> Aliases(Window window, IEnumerable<Guid> datasets, CancellationToken cancellationToken)
    {
        var classes = datasets.Distinct().ToDictionary(id => id, id => new HashSet<Guid> { id });
        for (var fresh = classes.Keys.ToArray(); fresh.Length > 0;)
        {
            var links = await database.Query(
                window.Tenant, $"select distinct l.dataset_id, l.other_id from lineage_read.symlink l where {Window.Of("l")} and (l.dataset_id = any($4) or l.other_id = any($4))",
                r => (One: r.GetGuid(0), Other: r.GetGuid(1)), cancellationToken, Parameters(window, fresh));
            fresh = [.. links.SelectMany(l => new[] { l.One, l.Other }).Distinct().Where(id => !classes.ContainsKey(id))];
            foreach (var id in fresh) classes[id] = [id];
            foreach (var (one, other) in links) Join(classes, one, other);
        }

        return classes;
    }

    /// <summary>Those of the datasets that an event names outside of facets.</summary>
    public async Task<IReadOnlyCollection<Guid>> Used(Window window, Guid[] datasets, CancellationToken cancellationToken) => datasets.Length == 0 ? [] : await database.Query(
        window.Tenant, $"select distinct u.dataset_id from lineage_read.dataset_use u where {Window.Of("u")} and u.dataset_id = any($4) and u.role <> 'referenced'",
        r => r.GetGuid(0), cancellationToken, Parameters(window, datasets));

    private static void Join(Dictionary<Guid, HashSet<Guid>> classes, Guid one, Guid other)
    {
        var (kept, merged) = (classes[one], classes[other]);
        if (ReferenceEquals(kept, merged)) return;
        kept.UnionWith(merged);
        foreach (var id in merged) classes[id] = kept;
    }

    /// <summary>The names behind ids, of datasets and jobs.</summary>
    public async Task<Dictionary<Guid, (string Kind, string Namespace, string Name)>> Names(string tenant, IEnumerable<Guid> ids, CancellationToken cancellationToken) =>
        (await database.Query(
            tenant, "select id, kind, namespace, name from lineage_read.name where tenant_id = $1 and id = any($2)",
            r => (Id: r.GetGuid(0), Value: (r.GetString(1), r.GetString(2), r.GetString(3))), cancellationToken, Parameter.Of(tenant), Parameter.Of(ids.Distinct().ToArray())))
        .ToDictionary(n => n.Id, n => n.Value);

    /// <summary>Explicit edges between jobs, of which one end is one of the jobs.</summary>
    public Task<List<(Guid From, Guid To)>> JobEdges(Window window, Guid[] jobs, CancellationToken cancellationToken) => database.Query(
        window.Tenant,
        $"""
        select distinct e.from_id, e.to_id from lineage_read.job_edge e
        where {Window.Of("e")} and e.kind = 'lineage' and e.from_kind = 'job' and e.to_kind = 'job' and (e.from_id = any($4) or e.to_id = any($4))
        """,
        r => (r.GetGuid(0), r.GetGuid(1)), cancellationToken, Parameters(window, jobs));

    public static NpgsqlParameter[] Parameters(Window window, Guid[] ids) =>
        [Parameter.Of(window.Tenant), Parameter.Of(window.AsOf), Parameter.Of(window.Sequence), Parameter.Of(ids)];

    private static Guid? Id(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetGuid(column);
}
