using System.Text.Json;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Engine;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Graph.Walking;

/// <summary>
/// Answers a lineage question: from memory where the engine can, else over the read models, level by level. Both give the same answer; the
/// second is the reference.
/// </summary>
internal sealed class LineageWalker(GraphReader reader, RunReader runs, TenantDatabase database, GraphEngine engine)
{
    /// <exception cref="MalformedInputException">404 when no event in the window names the node; 422 when it has no lineage in that granularity.</exception>
    public async Task<LineageAnswer> Walk(
        Window window, NodeId asked, string direction, int depth, string? granularity, string view, int limit, CancellationToken cancellationToken) =>
        (await Find(window, asked, direction, depth, granularity, view, limit, cancellationToken)).Read();

    /// <summary>The same, not read yet.</summary>
    public async Task<ILineageAnswer> Find(
        Window window, NodeId asked, string direction, int depth, string? granularity, string view, int limit, CancellationToken cancellationToken)
    {
        var root = Root(window.Tenant, asked);
        await Known(window, root, asked, cancellationToken);
        granularity ??= asked.Kind == "version" ? "dataset" : asked.Kind;
        var writers = root.Kind == "version" ? await Writers(window, root, granularity, cancellationToken) : [];
        if (await engine.Answer(window, asked, root, direction, depth, granularity, view, limit, writers, reader, cancellationToken) is { } answer) return answer;
        var identities = new Identities(reader, window, root.Kind is "dataset" or "field" ? root.Id : null);
        var walk = new Walk(limit);
        if (direction is "upstream" or "both") await Go(upstream: true);
        if (direction is "downstream" or "both") await Go(upstream: false);
        return new ReadAnswer(await new Answer(reader, runs, window, identities).Of(walk, asked, root, direction, granularity, view, cancellationToken));

        async Task Go(bool upstream)
        {
            var current = view == "current" && asked.Kind is not ("run" or "version");
            INeighbours neighbours = granularity switch
            {
                "job" => new JobNeighbours(reader, window, current, identities),
                "run" => new RunNeighbours(reader, runs, window, identities),
                "field" => new FieldNeighbours(reader, window, current, identities),
                _ => new DatasetNeighbours(reader, window, current, identities),
            };
            await walk.Go(await Start(window, asked, root, granularity, current, upstream, identities, cancellationToken), neighbours, upstream, depth, cancellationToken);
        }
    }

    /// <summary>The node that an id names.</summary>
    public static Node Root(string tenant, NodeId asked) => asked switch
    {
        DatasetNode d => new("dataset", NaturalKey.Dataset(tenant, d.Namespace, d.Name)),
        JobNode j => new("job", NaturalKey.Job(tenant, j.Namespace, j.Name)),
        RunNode r => new("run", NaturalKey.Run(tenant, r.RunId)),
        FieldNode f => new("field", NaturalKey.Dataset(tenant, f.Namespace, f.Name), f.Field),
        VersionNode v => new("version", NaturalKey.Dataset(tenant, v.Namespace, v.Name), v.Version),
        _ => throw new ArgumentOutOfRangeException(nameof(asked)),
    };

    private async Task<Seed> Start(Window window, NodeId asked, Node root, string granularity, bool current, bool upstream, Identities identities, CancellationToken cancellationToken)
    {
        var own = new Seed(root, [root], []);
        switch (root.Kind, granularity)
        {
            case ("dataset", "dataset"):
                return own;
            case ("field", "dataset"):
                return new(new("dataset", root.Id), [new("dataset", root.Id)], []);
            case ("job", "job") or ("run", "run") or ("field", "field"):
                return own;
            case ("dataset", "field"):
                var fields = (await reader.FieldEdges(window, [root.Id], cancellationToken)).SelectMany(e => new[] { (e.Target, e.TargetField), (e.Source, (string?)e.SourceField) })
                    .Where(e => e.Item1 == root.Id && e.Item2 is not null).Select(e => new Node("field", root.Id, e.Item2)).Distinct();
                return new(root, [root, .. fields], []);
            case ("job", "dataset"):
                return await DatasetNeighbours.From(root, await reader.OfJobs(window, current, [root.Id], cancellationToken), upstream, identities, cancellationToken);
            case ("run", "dataset"):
                return await DatasetNeighbours.From(root, await reader.Of(window, [root.Id], cancellationToken), upstream, identities, cancellationToken);
            case ("version", "dataset" or "run"):
                var writers = await Writers(window, root, granularity, cancellationToken);
                return granularity == "run"
                    ? new(root, [.. writers.Select(id => new Node("run", id))], [.. writers.Select(id => new Hop(new("run", id), root, Basis.Inputs, null))])
                    : await DatasetNeighbours.From(root, await reader.Of(window, writers, cancellationToken), upstream, identities, cancellationToken);
            case ("dataset" or "field", "job"):
                await identities.Learn([root.Id], cancellationToken);
                var groups = await reader.AroundDatasets(window, current, [.. identities.Names(root.Id)], upstream ? Side.Target : Side.Source, cancellationToken);
                var jobs = groups.Select(g => g.Job).OfType<Guid>().Distinct().Select(id => new Node("job", id)).ToList();
                return new(root, jobs, [.. jobs.Select(job => upstream ? new Hop(job, root, Basis.Inputs, null) : new Hop(root, job, Basis.Inputs, null))]);
            default:
                throw new MalformedInputException(422, "granularity-does-not-fit", $"A {asked.Kind} has no lineage of {granularity}s.", "/granularity");
        }
    }

    /// <summary>The runs whose output facet names the version, and, where runs are not asked for, the job events whose does.</summary>
    private async Task<Guid[]> Writers(Window window, Node version, string granularity, CancellationToken cancellationToken) =>
        [.. (await Statements(window, version, cancellationToken)).Where(s => s.Written && (s.IsRun || granularity != "run")).Select(s => s.Group).Distinct()];

    // The facet is read here: PostgreSQL's JSON functions fail on characters that JSON may hold and its texts may not.
    private async Task<IEnumerable<(Guid Group, bool Written, bool IsRun)>> Statements(Window window, Node version, CancellationToken cancellationToken) =>
        (await database.Query(
            window.Tenant,
            $"""
            select f.group_id, f.body, exists (
              select from lineage_read.dataset_use u where {Window.Of("u")} and u.group_id = f.group_id and u.dataset_id = any($4) and u.role = 'output'),
              exists (select from lineage_read.observation o where {Window.Of("o")} and o.group_id = f.group_id and o.kind = 'run')
            from lineage_read.facet f where {Window.Of("f")} and f.entity_id = any($4) and f.name = 'version' and f.body is not null
            """,
            r => (Group: r.GetGuid(0), Body: r.GetString(1), Written: r.GetBoolean(2), IsRun: r.GetBoolean(3)), cancellationToken, GraphReader.Parameters(window, [version.Id])))
        .Where(s => JsonElement.Parse(s.Body, JsonLimits.Document).Scalar("datasetVersion") == version.Field).Select(s => (s.Group, s.Written, s.IsRun));

    private async Task Known(Window window, Node root, NodeId asked, CancellationToken cancellationToken)
    {
        var known = await engine.Knows(window, root, cancellationToken) || root.Kind switch
        {
            "version" => (await Statements(window, root, cancellationToken)).Any(),
            "field" => await HasField(window, root, cancellationToken),
            _ => await Named(window, root, cancellationToken),
        };
        if (!known) throw new MalformedInputException(404, "unknown-node", $"No event in the window names this {asked.Kind}.", "/nodeId");
    }

    /// <summary>A field is known by what it is derived from or feeds, or by a schema of its dataset, under any of the dataset's names.</summary>
    private async Task<bool> HasField(Window window, Node field, CancellationToken cancellationToken)
    {
        Guid[] names = [.. (await reader.Aliases(window, [field.Id], cancellationToken))[field.Id]];
        var edges = await database.Query(
            window.Tenant,
            $"""
            select 1 from lineage_read.field_edge e
            where {Window.Naming("e")} and ((e.source_id = any($4) and e.source_field = $5) or (e.target_id = any($4) and e.target_field = $5)) limit 1
            """,
            r => r.GetInt32(0), cancellationToken, [.. GraphReader.Parameters(window, names), Parameter.Of(field.Field!)]);
        if (edges.Count > 0) return true;
        var schemas = await database.Query(
            window.Tenant,
            $"select distinct f.body from lineage_read.facet f where {Window.Of("f")} and f.scope = 'dataset' and f.name = 'schema' and f.entity_id = any($4) and f.body is not null",
            r => JsonElement.Parse(r.GetString(0), JsonLimits.Document), cancellationToken, GraphReader.Parameters(window, names));
        return schemas.Exists(schema => SchemaFields.Of(schema).Any(f => f.Name == field.Field));
    }

    private async Task<bool> Named(Window window, Node root, CancellationToken cancellationToken)
    {
        var sql = root.Kind switch
        {
            "run" => $"select 1 from lineage_read.observation o where {Window.Of("o")} and o.group_id = any($4) and o.kind = 'run' limit 1",
            "job" => $"select 1 from lineage_read.observation o where {Window.Of("o")} and (o.job_id = any($4) or o.parent_job = any($4) or o.root_job = any($4)) limit 1",
            _ => $"select 1 from lineage_read.dataset_use u where {Window.Of("u")} and u.dataset_id = any($4) limit 1",
        };
        return (await database.Query(window.Tenant, sql, r => r.GetInt32(0), cancellationToken, GraphReader.Parameters(window, [root.Id]))).Count > 0;
    }
}
