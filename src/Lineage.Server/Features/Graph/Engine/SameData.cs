using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Symlinked datasets as one node within a window; the rules are those of <see cref="Identities"/>.</summary>
internal sealed class SameData<TSight>(FactStore facts, TSight sight, int preferred)
    where TSight : struct, ISight
{
    private readonly TSight _sight = sight;
    private readonly Dictionary<int, (int Node, int[] Names)> _classes = [];
    private readonly bool _none = facts.Symlinks.Count == 0;

    /// <summary>The dataset that stands for all names of the same data.</summary>
    public int Of(int dataset) => IsAlone(dataset) ? dataset : Class(dataset).Node;

    /// <summary>All names of the same data; empty when the dataset has no other.</summary>
    public int[] Names(int dataset) => IsAlone(dataset) ? [] : Class(dataset).Names;

    private bool IsAlone(int dataset) => _none || facts.Symlinks.Of(dataset).IsEmpty;

    private (int Node, int[] Names) Class(int dataset)
    {
        if (_classes.TryGetValue(dataset, out var known)) return known;
        List<int> names = [dataset];
        HashSet<int> reached = [dataset];
        for (var at = 0; at < names.Count; at++)
            foreach (var link in facts.Symlinks.Of(names[at]))
                if (_sight.Sees(link.Observation) && reached.Add(link.To)) names.Add(link.To);
        var node = names.Count == 1 ? dataset : reached.Contains(preferred) ? preferred : names.OrderBy(name => !IsUsed(name)).ThenBy(name => facts.Datasets[name]).First();
        var found = (node, names.ToArray());
        foreach (var name in names) _classes[name] = found;
        return found;
    }

    /// <summary>True when an event names it outside of facets.</summary>
    private bool IsUsed(int dataset) => Any(facts.Readers.Of(dataset), false) || Any(facts.Writers.Of(dataset), false) || Any(facts.Named.Of(dataset), true);

    private bool Any(Adjacency.Near near, bool subject)
    {
        foreach (var link in near)
            if ((!subject || link.To == 1) && _sight.Sees(link.Observation)) return true;
        return false;
    }
}
