using System.IO.Pipelines;
using System.Text;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Facts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Puts names to what the engine found: the same text, byte for byte, as <see cref="Answer"/> makes of a walk.</summary>
internal sealed class FoundAnswer : ILineageAnswer
{
    private readonly Found _found;
    private readonly Asked _asked;
    private readonly IReadOnlyDictionary<Guid, Named> _names;
    private readonly ReadOnlyMemory<byte>[] _ids;
    private readonly ReadOnlyMemory<byte>[] _vias;
    private readonly int[] _order;
    private readonly int[] _ranks;

    /// <param name="names">The names of <see cref="Ids"/>, and perhaps more.</param>
    public FoundAnswer(Found found, Asked asked, IReadOnlyDictionary<Guid, Named> names)
    {
        (_found, _asked, _names) = (found, asked, names);
        _ids = new ReadOnlyMemory<byte>[found.Nodes.Length];
        for (var n = 0; n < _ids.Length; n++) _ids[n] = found.Runs?[n] is { } run ? Bytes(new RunNode(run.RunId)) : Text(names[found.Nodes[n].Id], found.Nodes[n]);
        _vias = [.. found.Vias.Select(via => names[via.Id].Id)];
        _order = new int[_ids.Length];
        for (var n = 0; n < _order.Length; n++) _order[n] = n;
        Array.Sort((ReadOnlyMemory<byte>[])_ids.Clone(), _order, Ordinal.Comparer);
        _ranks = new int[_ids.Length];
        for (var rank = 0; rank < _order.Length; rank++) _ranks[_order[rank]] = rank;
    }

    /// <summary>Whose names are needed.</summary>
    public static IEnumerable<Guid> Ids(Found found)
    {
        foreach (var node in found.Nodes)
            if (node.Kind != "run") yield return node.Id;
        foreach (var via in found.Vias) yield return via.Id;
        foreach (var id in (found.Names ?? []).OfType<Guid[]>().SelectMany(n => n)) yield return id;
        foreach (var run in found.Runs ?? [])
            if (run?.Job is { } job) yield return job;
    }

    public LineageAnswer Read() => new(
        _asked.Root, _asked.Direction, _asked.Granularity, _asked.View, [.. Nodes().Select(Node)], [.. Edges().Select(Edge)],
        _found.Stubs.Length > 0, [.. Stubs().Select(String)], _asked.AsOf, _asked.KnownAt);

    public Task Write(PipeWriter writer, CancellationToken cancellationToken) => new AnswerText(writer).Write(this, cancellationToken);

    public Asked Asked => _asked;

    /// <summary>The nodes in the order of the answer: nearest first, then by id.</summary>
    public IEnumerable<int> Nodes()
    {
        var most = 0;
        foreach (var depth in _found.Depths) most = Math.Max(most, depth);
        var starts = new int[most + 2];
        foreach (var depth in _found.Depths) starts[depth + 1]++;
        for (var depth = 0; depth <= most; depth++) starts[depth + 1] += starts[depth];
        var nodes = new int[_order.Length];
        foreach (var n in _order) nodes[starts[_found.Depths[n]]++] = n;
        return nodes;
    }

    public NodeText TextOf(int n)
    {
        var node = _found.Nodes[n];
        if (_found.Runs?[n] is { } run) return new(_ids[n], "run", run.Job is { } job ? _names[job] : null, null, [_ids[n]], _found.Depths[n], run.State);
        ReadOnlyMemory<byte>[]? all = _found.Names?[n] is { } names ? [.. names.Where(_names.ContainsKey).Select(other => Text(_names[other], node))] : null;
        if (all is not null) Array.Sort(all, Ordinal.Comparer);
        return new(_ids[n], node.Kind, _names[node.Id], node.Field, all, _found.Depths[n], null);
    }

    public IEnumerable<ReadOnlyMemory<byte>> Stubs() => _found.Stubs.OrderBy(stub => _ranks[stub]).Select(stub => _ids[stub]);

    /// <summary>One edge for all that was found between two nodes: the strongest of what it rests on, every job, every way.</summary>
    public IEnumerable<EdgeText> Edges()
    {
        var sorted = Sorted();
        for (var (first, end) = (0, 0); first < sorted.Length; first = end)
        {
            while (end < sorted.Length && sorted[end].From == sorted[first].From && sorted[end].To == sorted[first].To) end++;
            yield return Merged(sorted.AsSpan(first, end - first));
        }
    }

    private EdgeText Merged(ReadOnlySpan<FoundEdge> same)
    {
        var (from, to, isField) = (_ids[same[0].From], _ids[same[0].To], _found.Nodes[same[0].From].Kind == "field");
        if (same.Length == 1 && !isField) return new(from, to, same[0].Basis, same[0].Via < 0 ? default : _vias[same[0].Via], null, null);
        var (basis, via, ways) = (Basis.Inputs, new HashSet<int>(), new HashSet<Transformation>());
        foreach (var edge in same)
        {
            if (edge.Basis < basis) basis = edge.Basis;
            if (edge.Via >= 0) via.Add(edge.Via);
            if (edge.Way >= 0) ways.Add(_found.Ways[edge.Way]);
        }

        ReadOnlyMemory<byte>[] vias = [.. via.Select(v => _vias[v])];
        Array.Sort(vias, Ordinal.Comparer);
        return new(
            from, to, basis, default, vias,
            isField ? [.. ways.OrderBy(w => w.Type, StringComparer.Ordinal).ThenBy(w => w.Subtype, StringComparer.Ordinal).ThenBy(w => w.Masking)] : null);
    }

    /// <summary>By the ids of both ends. Edges are put into buckets by the first, since there are many.</summary>
    private FoundEdge[] Sorted()
    {
        var starts = new int[_ids.Length + 1];
        foreach (var edge in _found.Edges) starts[_ranks[edge.From] + 1]++;
        for (var n = 0; n < _ids.Length; n++) starts[n + 1] += starts[n];
        var (sorted, next) = (new FoundEdge[_found.Edges.Count], starts.ToArray());
        foreach (var edge in _found.Edges) sorted[next[_ranks[edge.From]]++] = edge;
        for (var n = 0; n < _ids.Length; n++)
            if (starts[n + 1] - starts[n] > 1) sorted.AsSpan(starts[n], starts[n + 1] - starts[n]).Sort((a, b) => _ranks[a.To].CompareTo(_ranks[b.To]));
        return sorted;
    }

    private LineageNode Node(int n)
    {
        var text = TextOf(n);
        return new(
            String(text.Id), text.Kind, text.Named?.NamespaceText ?? "", text.Named?.NameText ?? "", text.Field, text.Names is { } all ? [.. all.Select(String)] : [String(text.Id)], text.Depth, text.State);
    }

    private LineageEdge Edge(EdgeText edge) => new(
        String(edge.From), String(edge.To), Kinds.Of(edge.Basis), edge.Vias is { } all ? [.. all.Select(String)] : edge.Via.IsEmpty ? [] : [String(edge.Via)], edge.Ways);

    private static string String(ReadOnlyMemory<byte> id) => Encoding.ASCII.GetString(id.Span);

    private static byte[] Bytes(NodeId id) => Encoding.ASCII.GetBytes(id.ToString());

    private static ReadOnlyMemory<byte> Text(Named named, Node node) =>
        node.Kind is "field" or "version" ? Encoding.ASCII.GetBytes($"{node.Kind}{String(named.Id)["dataset".Length..]}:{Uri.EscapeDataString(node.Field!)}") : named.Id;
}

/// <summary>A node of an answer in the bytes of its JSON.</summary>
/// <param name="Names">All names of the same data; null when there is only its own.</param>
internal readonly record struct NodeText(ReadOnlyMemory<byte> Id, string Kind, Named? Named, string? Field, ReadOnlyMemory<byte>[]? Names, int Depth, string? State);

/// <summary>An edge of an answer; one via stands in <paramref name="Via"/>, several in <paramref name="Vias"/>.</summary>
internal readonly record struct EdgeText(
    ReadOnlyMemory<byte> From, ReadOnlyMemory<byte> To, Basis Basis, ReadOnlyMemory<byte> Via, ReadOnlyMemory<byte>[]? Vias, IReadOnlyList<Transformation>? Ways);

/// <summary>Node ids are plain ASCII, so the order of their bytes is that of their characters.</summary>
internal static class Ordinal
{
    public static readonly Comparer<ReadOnlyMemory<byte>> Comparer = Comparer<ReadOnlyMemory<byte>>.Create((a, b) => a.Span.SequenceCompareTo(b.Span));
}
