using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Graph.Walking;

/// <summary>Datasets made from datasets.</summary>
internal sealed class DatasetNeighbours(GraphReader reader, Window window, bool current, Identities identities) : INeighbours
{
    public const string Kind = "dataset";

    public async Task<IReadOnlyCollection<Hop>> Step(IReadOnlyCollection<Node> frontier, bool upstream, CancellationToken cancellationToken)
    {
        await identities.Learn(frontier.Select(n => n.Id), cancellationToken);
        var wanted = frontier.SelectMany(n => identities.Names(n.Id)).ToHashSet();
        var groups = await reader.AroundDatasets(window, current, [.. wanted], upstream ? Side.Target : Side.Source, cancellationToken);
        var edges = groups.SelectMany(g => g.Precise().Select(e => (Edge: e, g.Job))).Where(e => wanted.Contains(upstream ? e.Edge.Target : e.Edge.Source)).Distinct().ToList();
        await identities.Learn(edges.SelectMany(e => new[] { e.Edge.Source, e.Edge.Target }), cancellationToken);
        return [.. edges.Select(e => new Hop(new(Kind, identities.Of(e.Edge.Source)), new(Kind, identities.Of(e.Edge.Target)), e.Edge.Basis, e.Job)).Where(h => h.From != h.To).Distinct()];
    }

    /// <summary>What a run, a job or a version stands for among datasets: what it read, or what it wrote.</summary>
    public static async Task<Seed> From(Node root, IEnumerable<GroupFacts> groups, bool upstream, Identities identities, CancellationToken cancellationToken)
    {
        var datasets = groups.SelectMany(g => upstream ? g.Precise().Select(e => e.Source).Concat(g.IsExplicit ? [] : g.Inputs) : g.Precise().Select(e => e.Target).Concat(g.IsExplicit ? [] : g.Outputs)).Distinct().ToList();
        await identities.Learn(datasets, cancellationToken);
        var nodes = datasets.Select(id => new Node(Kind, identities.Of(id))).Distinct().ToList();
        return new(root, nodes, [.. nodes.Select(n => upstream ? new Hop(n, root, Interpretation.Basis.Inputs, null) : new Hop(root, n, Interpretation.Basis.Inputs, null))]);
    }
}
