using Lineage.Contracts;
using Lineage.Server.Features.Graph.Facts;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Graph.Walking;

/// <summary>Puts names to the ids of a walk. Sorted, so that the same question gives the same text.</summary>
internal sealed class Answer(GraphReader reader, RunReader runs, Window window, Identities identities)
{
    private Dictionary<Guid, (string Kind, string Namespace, string Name)> _names = [];
    private Dictionary<Guid, RunRow> _runs = [];

    public async Task<LineageAnswer> Of(Walk walk, NodeId asked, Node root, string direction, string granularity, string view, CancellationToken cancellationToken)
    {
        Guid[] runIds = [.. walk.Depths.Keys.Where(n => n.Kind == "run").Select(n => n.Id)];
        if (runIds.Length > 0)
            _runs = (await runs.Runs(window, "o.group_id = any($4)", int.MaxValue, cancellationToken, Parameter.Of(runIds))).ToDictionary(r => r.Id);
        await identities.Learn(walk.Depths.Keys.Where(n => n.Kind is not ("run" or "job")).Select(n => n.Id), cancellationToken);
        var ids = walk.Depths.Keys.Where(n => n.Kind != "run").SelectMany(n => n.Kind == "job" ? [n.Id] : identities.Names(n.Id))
            .Concat(walk.Edges.SelectMany(e => e.Value.Via)).Concat(_runs.Values.Select(r => r.Job).OfType<Guid>());
        _names = await reader.Names(window.Tenant, ids, cancellationToken);
        return new(
            asked.ToString(), direction, granularity, view,
            [.. walk.Depths.Select(n => Node(n.Key, n.Value)).OrderBy(n => n.Depth).ThenBy(n => n.Id, StringComparer.Ordinal)],
            [.. walk.Edges.Select(e => Edge(e.Key, e.Value)).OrderBy(e => e.From, StringComparer.Ordinal).ThenBy(e => e.To, StringComparer.Ordinal)],
            walk.Stubs.Count > 0, [.. walk.Stubs.Select(n => Id(n)).Order(StringComparer.Ordinal)], window.AsOf, window.KnownAt);
    }

    private LineageNode Node(Node node, int depth)
    {
        if (node.Kind == "run")
        {
            var run = _runs[node.Id];
            var job = run.Job is { } id ? _names[id] : ("job", "", "");
            return new(Id(node), "run", job.Item2, job.Item3, null, [Id(node)], depth, run.State);
        }

        var (_, ns, name) = _names[node.Id];
        return new(
            Id(node), node.Kind, ns, name, node.Field,
            [.. (node.Kind == "job" ? [node.Id] : identities.Names(node.Id)).Where(_names.ContainsKey).Select(id => Id(node with { Id = id })).Order(StringComparer.Ordinal)], depth);
    }

    private LineageEdge Edge((Node From, Node To) ends, Found found) => new(
        Id(ends.From), Id(ends.To), Kinds.Of(found.Basis), [.. found.Via.Select(Via).Order(StringComparer.Ordinal)],
        ends.From.Kind == "field" ? [.. found.Ways.OrderBy(w => w.Type, StringComparer.Ordinal).ThenBy(w => w.Subtype, StringComparer.Ordinal).ThenBy(w => w.Masking)] : null);

    private string Via(Guid id) => _names[id] is ("job", var ns, var name) ? new JobNode(ns, name).ToString() : new DatasetNode(_names[id].Namespace, _names[id].Name).ToString();

    private string Id(Node node)
    {
        if (node.Kind == "run") return new RunNode(_runs[node.Id].RunId).ToString();
        var (_, ns, name) = _names[node.Id];
        return node.Kind switch
        {
            "job" => new JobNode(ns, name).ToString(),
            "field" => new FieldNode(ns, name, node.Field!).ToString(),
            "version" => new VersionNode(ns, name, node.Field!).ToString(),
            _ => new DatasetNode(ns, name).ToString(),
        };
    }
}
