using Lineage.Contracts;
using Lineage.Server.Features.Graph.Facts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Puts names to what the engine found: the same text, byte for byte, as <see cref="Walking.Answer"/> makes of a walk.</summary>
internal sealed class FoundAnswer(Found found)
{
    /// <summary>Whose names are needed.</summary>
    public IEnumerable<Guid> Ids() =>
        found.Nodes.Where(n => n.Kind != "run").Select(n => n.Id).Concat((found.Names ?? []).OfType<Guid[]>().SelectMany(n => n)).Concat((found.Runs ?? []).Select(r => r?.Job).OfType<Guid>()).Concat(found.Vias.Select(v => v.Id));

    public LineageAnswer Of(IReadOnlyDictionary<Guid, Named> names, Window window, NodeId asked, string direction, string granularity, string view)
    {
        var ids = new string[found.Nodes.Length];
        for (var n = 0; n < ids.Length; n++) ids[n] = found.Runs?[n] is { } run ? new RunNode(run.RunId).ToString() : Text(names[found.Nodes[n].Id], found.Nodes[n]);
        var order = Enumerable.Range(0, ids.Length).ToArray();
        Array.Sort((string[])ids.Clone(), order, StringComparer.Ordinal);
        var ranks = new int[ids.Length];
        for (var rank = 0; rank < order.Length; rank++) ranks[order[rank]] = rank;
        string[] vias = [.. found.Vias.Select(v => names[v.Id].Id)];
        var stubs = found.Stubs.Select(stub => ids[stub]).Order(StringComparer.Ordinal).ToArray();
        return new(
            asked.ToString(), direction, granularity, view, [.. order.OrderBy(n => found.Depths[n]).Select(n => Node(n, ids[n], names))],
            Edges(ids, order, ranks, vias), stubs.Length > 0, stubs, window.AsOf, window.KnownAt);
    }

    private LineageNode Node(int n, string id, IReadOnlyDictionary<Guid, Named> names)
    {
        var node = found.Nodes[n];
        if (found.Runs?[n] is { } run)
            return run.Job is { } job ? new(id, "run", names[job].Namespace, names[job].Name, null, [id], found.Depths[n], run.State) : new(id, "run", "", "", null, [id], found.Depths[n], run.State);
        var named = names[node.Id];
        return new(
            id, node.Kind, named.Namespace, named.Name, node.Field,
            found.Names?[n] is { } all ? [.. all.Where(names.ContainsKey).Select(other => Text(names[other], node)).Order(StringComparer.Ordinal)] : [id], found.Depths[n]);
    }

    /// <summary>One edge for all that was found between two nodes: the strongest of what it rests on, every job, every way.</summary>
    private List<LineageEdge> Edges(string[] ids, int[] order, int[] ranks, string[] vias)
    {
        var keys = new long[found.Edges.Count];
        for (var e = 0; e < keys.Length; e++) keys[e] = ((long)ranks[found.Edges[e].From] << 32) | (uint)ranks[found.Edges[e].To];
        var sorted = found.Edges.ToArray();
        Array.Sort(keys, sorted);
        List<LineageEdge> edges = new(keys.Length);
        for (var (first, end) = (0, 0); first < keys.Length; first = end)
        {
            while (end < keys.Length && keys[end] == keys[first]) end++;
            edges.Add(Edge(ids[order[keys[first] >> 32]], ids[order[(int)keys[first]]], found.Nodes[sorted[first].From].Kind == "field", sorted.AsSpan(first, end - first), vias));
        }

        return edges;
    }

    private LineageEdge Edge(string from, string to, bool isField, ReadOnlySpan<FoundEdge> same, string[] vias)
    {
        if (same.Length == 1 && !isField) return new(from, to, Kinds.Of(same[0].Basis), same[0].Via < 0 ? [] : [vias[same[0].Via]]);
        var (basis, via, ways) = (Basis.Inputs, new HashSet<int>(), new HashSet<Transformation>());
        foreach (var edge in same)
        {
            if (edge.Basis < basis) basis = edge.Basis;
            if (edge.Via >= 0) via.Add(edge.Via);
            if (edge.Way >= 0) ways.Add(found.Ways[edge.Way]);
        }

        return new(
            from, to, Kinds.Of(basis), [.. via.Select(v => vias[v]).Order(StringComparer.Ordinal)],
            isField ? [.. ways.OrderBy(w => w.Type, StringComparer.Ordinal).ThenBy(w => w.Subtype, StringComparer.Ordinal).ThenBy(w => w.Masking)] : null);
    }

    private static string Text(Named named, Node node) => node.Kind switch
    {
        "field" => new FieldNode(named.Namespace, named.Name, node.Field!).ToString(),
        "version" => new VersionNode(named.Namespace, named.Name, node.Field!).ToString(),
        _ => named.Id,
    };
}
