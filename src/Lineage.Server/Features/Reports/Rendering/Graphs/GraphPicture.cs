namespace Lineage.Server.Features.Reports.Rendering.Graphs;

/// <summary>A graph to be drawn.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Description">What it shows, in words.</param>
/// <param name="Nodes">Its nodes.</param>
/// <param name="Links">Its links.</param>
internal sealed record GraphPicture(string Title, string Description, IReadOnlyList<PictureNode> Nodes, IReadOnlyList<PictureLink> Links);

/// <summary>A node to be drawn.</summary>
internal sealed record PictureNode(string Id, string Label, string Place, BoxShape Shape);

/// <summary>A link to be drawn.</summary>
internal sealed record PictureLink(string From, string To, string Label, LineStyle Style);

/// <summary>Puts nodes of the same place and distance from the end together when there are too many to read.</summary>
internal static class PictureGrouping
{
    /// <summary>The number of nodes that one picture can carry.</summary>
    internal const int Readable = 60;

    internal static (GraphPicture Picture, string? Note) Grouped(GraphPicture picture)
    {
        if (picture.Nodes.Count <= Readable)
        {
            return (picture, null);
        }

        var level = Levels(picture);
        var groups = picture.Nodes
            .GroupBy(node => node.Shape is BoxShape.Subject ? node.Id : $"{level[node.Id]}\n{node.Place}\n{node.Shape}", StringComparer.Ordinal)
            .Select(members => (Node: Together([.. members]), Members: members.ToArray()))
            .ToArray();
        var groupOf = groups.SelectMany(g => g.Members, (g, member) => (member.Id, Group: g.Node.Id)).ToDictionary(p => p.Id, p => p.Group, StringComparer.Ordinal);
        var links = picture.Links
            .Where(link => groupOf.ContainsKey(link.From) && groupOf.ContainsKey(link.To))
            .GroupBy(link => (From: groupOf[link.From], To: groupOf[link.To]))
            .Where(link => link.Key.From != link.Key.To)
            .Select(same => Together(same.Key.From, same.Key.To, [.. same]))
            .ToArray();
        var note = $"{Words.Number(picture.Nodes.Count)} nodes are too many for one picture: nodes of the same namespace and the same distance from the subject are drawn as one stack, and the labels count the links between them. The tables below name each node and link.";
        return (picture with { Nodes = [.. groups.Select(g => g.Node)], Links = links }, note);
    }

    private static PictureNode Together(PictureNode[] members) => members.Length == 1
        ? members[0]
        : new PictureNode(members[0].Id, $"{Words.Number(members.Length)} {(members[0].Shape is BoxShape.Origin ? "origins" : "nodes")}", members[0].Place, BoxShape.Group);

    // Different evidence drawn as one line shows as the weakest of it.
    private static PictureLink Together(string from, string to, PictureLink[] links)
    {
        var style = links.All(link => link.Style == links[0].Style) ? links[0].Style : links.Any(link => link.Style is LineStyle.Dotted) ? LineStyle.Dotted : LineStyle.Solid;
        return new PictureLink(from, to, style is LineStyle.Dashed ? $"{Words.Of(links.Length, "link")} masked" : Words.Of(links.Length, "link"), style);
    }

    private static Dictionary<string, int> Levels(GraphPicture picture)
    {
        var sources = picture.Links.ToLookup(link => link.To, link => link.From, StringComparer.Ordinal);
        var level = picture.Nodes.ToDictionary(node => node.Id, node => node.Shape is BoxShape.Subject ? 0 : int.MaxValue, StringComparer.Ordinal);
        var queue = new Queue<string>(level.Where(l => l.Value == 0).Select(l => l.Key));
        while (queue.TryDequeue(out var id))
        {
            foreach (var source in sources[id].Where(source => level.GetValueOrDefault(source) == int.MaxValue))
            {
                level[source] = level[id] + 1;
                queue.Enqueue(source);
            }
        }

        return level;
    }
}
