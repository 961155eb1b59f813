using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Graph.Walking;

/// <summary>Symlinked datasets are one node: all names of the same data, and the one that stands for them.</summary>
internal sealed class Identities(GraphReader reader, Window window, Guid? preferred)
{
    private readonly Dictionary<Guid, HashSet<Guid>> _classes = [];
    private readonly HashSet<Guid> _used = [];

    /// <summary>Learns the other names of these datasets.</summary>
    public async Task Learn(IEnumerable<Guid> datasets, CancellationToken cancellationToken)
    {
        var unknown = datasets.Where(id => !_classes.ContainsKey(id)).Distinct().ToArray();
        if (unknown.Length == 0) return;
        var fresh = await reader.Aliases(window, unknown, cancellationToken);
        foreach (var (id, names) in fresh) _classes[id] = names;
        _used.UnionWith(await reader.Used(window, [.. fresh.Where(c => c.Value.Count > 1).Select(c => c.Key)], cancellationToken));
    }

    public IReadOnlyCollection<Guid> Names(Guid dataset) => _classes.TryGetValue(dataset, out var names) ? names : [dataset];

    /// <summary>The name asked for, when it is one of them; else one that runs really read or wrote; of several the same one on every day.</summary>
    public Guid Of(Guid dataset)
    {
        var names = Names(dataset);
        return preferred is { } asked && names.Contains(asked) ? asked : names.OrderBy(id => !_used.Contains(id)).ThenBy(id => id).First();
    }
}
