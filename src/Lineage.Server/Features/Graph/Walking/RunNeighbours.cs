using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Graph.Walking;

/// <summary>
/// Runs that read what earlier runs wrote. A run read the state that the last run before it left: the last that had ended when it began, or, when
/// none had, the last that had begun before it ended.
/// </summary>
internal sealed class RunNeighbours(GraphReader reader, RunReader runs, Window window, Identities identities) : INeighbours
{
    public const string Kind = "run";

    private readonly Dictionary<Guid, RunRow> _known = [];

    public async Task<IReadOnlyCollection<Hop>> Step(IReadOnlyCollection<Node> frontier, bool upstream, CancellationToken cancellationToken)
    {
        var wanted = frontier.Select(n => n.Id).ToHashSet();
        var near = await reader.Of(window, [.. wanted], cancellationToken);
        var between = near.SelectMany(g => upstream ? Read(g) : Written(g)).Distinct().ToList();
        await identities.Learn(between, cancellationToken);
        Guid[] names = [.. between.SelectMany(identities.Names).Distinct()];
        var writers = await ByDataset(names, Side.Target, cancellationToken);
        var readers = upstream ? near.SelectMany(g => Read(g).Select(d => (Dataset: identities.Of(d), Run: g.Id))).Distinct().ToLookup(r => r.Dataset, r => r.Run) : await ByDataset(names, Side.Source, cancellationToken);
        await Learn(wanted.Concat(writers.SelectMany(w => w)).Concat(readers.SelectMany(r => r)), cancellationToken);
        List<Hop> hops = [];
        foreach (var dataset in readers)
            foreach (var run in dataset)
                if (_known.ContainsKey(run) && Producer(run, writers[dataset.Key]) is { } producer && wanted.Contains(upstream ? run : producer))
                    hops.Add(new(new(Kind, producer), new(Kind, run), Basis.Inputs, dataset.Key));
        return hops;
    }

    private Guid? Producer(Guid reader, IEnumerable<Guid> writers)
    {
        var read = _known[reader];
        var (begun, ended) = (read.StartedAt ?? read.FirstAt, read.EndedAt ?? read.LastAt);
        var candidates = writers.Where(w => w != reader && _known.ContainsKey(w)).Select(w => _known[w]).ToList();
        var before = candidates.Where(w => (w.EndedAt ?? w.LastAt) <= begun).OrderByDescending(w => w.EndedAt ?? w.LastAt).ThenBy(w => w.Id).FirstOrDefault();
        return (before ?? candidates.Where(w => (w.StartedAt ?? w.FirstAt) < ended).OrderByDescending(w => w.StartedAt ?? w.FirstAt).ThenBy(w => w.Id).FirstOrDefault())?.Id;
    }

    private async Task<ILookup<Guid, Guid>> ByDataset(Guid[] names, Side side, CancellationToken cancellationToken)
    {
        var wanted = names.ToHashSet();
        var groups = await reader.AroundDatasets(window, false, names, side, cancellationToken);
        return groups.SelectMany(g => (side == Side.Target ? Written(g) : Read(g)).Where(wanted.Contains).Select(d => (Dataset: identities.Of(d), g.Id))).Distinct().ToLookup(r => r.Dataset, r => r.Id);
    }

    private async Task Learn(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        Guid[] unknown = [.. ids.Where(id => !_known.ContainsKey(id)).Distinct()];
        if (unknown.Length == 0) return;
        foreach (var run in await runs.Runs(window, "o.group_id = any($4)", int.MaxValue, cancellationToken, Parameter.Of(unknown))) _known[run.Id] = run;
    }

    private static IEnumerable<Guid> Read(GroupFacts group) => group.Inputs.Concat(group.Precise().Select(e => e.Source)).Distinct();

    private static IEnumerable<Guid> Written(GroupFacts group) => group.Outputs.Concat(group.Precise().Select(e => e.Target)).Distinct();
}
