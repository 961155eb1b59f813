using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Graph.Walking;

/// <summary>Jobs that read what other jobs write, and edges between jobs that a lineage facet states.</summary>
internal sealed class JobNeighbours(GraphReader reader, Window window, bool current, Identities identities) : INeighbours
{
    public const string Kind = "job";

    public async Task<IReadOnlyCollection<Hop>> Step(IReadOnlyCollection<Node> frontier, bool upstream, CancellationToken cancellationToken)
    {
        var jobs = frontier.Select(n => n.Id).ToHashSet();
        var near = (await reader.OfJobs(window, current, [.. jobs], cancellationToken)).Where(g => g.Job is { } job && jobs.Contains(job)).ToList();
        await identities.Learn(near.SelectMany(g => Datasets(g, upstream)), cancellationToken);
        var between = near.SelectMany(g => Datasets(g, upstream)).SelectMany(identities.Names).ToHashSet();
        var far = await reader.AroundDatasets(window, current, [.. between], upstream ? Side.Target : Side.Source, cancellationToken);
        var others = far.Where(g => g.Job is not null).SelectMany(g => Datasets(g, !upstream).Where(between.Contains).Select(d => (Dataset: identities.Of(d), Job: g.Job!.Value))).Distinct().ToLookup(o => o.Dataset, o => o.Job);
        var hops = near.SelectMany(g => Datasets(g, upstream).Select(identities.Of).Distinct().SelectMany(d => others[d].Select(other => Between(g.Job!.Value, other, d, upstream))));
        var stated = (await reader.JobEdges(window, [.. jobs], cancellationToken)).Where(e => jobs.Contains(upstream ? e.To : e.From))
            .Select(e => new Hop(new(Kind, e.From), new(Kind, e.To), Basis.Lineage, null));
        return [.. hops.Concat(stated).Where(h => h.From != h.To).Distinct()];
    }

    /// <summary>What the group read (or wrote, for downstream).</summary>
    private static IEnumerable<Guid> Datasets(GroupFacts group, bool read) =>
        (group.IsExplicit ? [] : read ? group.Inputs : group.Outputs).Concat(group.Precise().Select(e => read ? e.Source : e.Target)).Distinct();

    private static Hop Between(Guid near, Guid far, Guid dataset, bool upstream) =>
        upstream ? new(new(Kind, far), new(Kind, near), Basis.Inputs, dataset) : new(new(Kind, near), new(Kind, far), Basis.Inputs, dataset);
}
