using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Symlinked datasets as one node within a window; the rules are those of <see cref="Identities"/>.</summary>
internal sealed class SameData(FactStore facts, Sight sight, int preferred)
{
    private Dictionary<int, (int Node, int[] Names)>? _classes;
    private int _one;

    /// <summary>True when no dataset has a second name.</summary>
    public bool IsPlain { get; } = facts.Symlinks.Count == 0;

    /// <summary>The dataset that stands for all names of the same data.</summary>
    public int Of(int dataset) => IsAlone(dataset) ? dataset : Class(dataset).Node;

    /// <summary>All names of the same data, the dataset's own among them; good until it is asked again.</summary>
    public ReadOnlySpan<int> Names(int dataset)
    {
        if (!IsAlone(dataset)) return Class(dataset).Names;
        _one = dataset;
        return new(ref _one);
    }

    private bool IsAlone(int dataset) => IsPlain || facts.Symlinks.Of(dataset).IsEmpty;

    private (int Node, int[] Names) Class(int dataset)
    {
        _classes ??= [];
        if (_classes.TryGetValue(dataset, out var known)) return known;
        List<int> names = [dataset];
        HashSet<int> reached = [dataset];
        for (var at = 0; at < names.Count; at++)
            foreach (var link in facts.Symlinks.Of(names[at]))
                if (sight.Sees(link.Observation) && reached.Add(link.To)) names.Add(link.To);
        var node = names.Count == 1 ? dataset : reached.Contains(preferred) ? preferred : names.OrderBy(name => !IsUsed(name)).ThenBy(name => facts.Datasets[name]).First();
        var found = (node, names.ToArray());
        foreach (var name in names) _classes[name] = found;
        return found;
    }

    /// <summary>True when an event names it outside of facets.</summary>
    private bool IsUsed(int dataset)
    {
        foreach (var link in facts.Named.Of(dataset))
            if (link.To == 1 && sight.Sees(link.Observation)) return true;
        return sight.SeesAny(facts.Readers.Of(dataset)) || sight.SeesAny(facts.Writers.Of(dataset));
    }
}
