using Lineage.Contracts;
using Spectre.Console;

namespace Lineage.Cli.Rendering;

/// <summary>Draws lineage as a tree from the root; a node that came before is named and not drawn again.</summary>
internal static class LineageTree
{
    internal static Tree Draw(LineageAnswer answer, bool upstream)
    {
        var nodes = answer.Nodes.ToDictionary(n => n.Id);
        var steps = answer.Edges
            .Select(e => upstream ? (At: e.To, Next: e.From, Edge: e) : (At: e.From, Next: e.To, Edge: e))
            .ToLookup(s => s.At);
        var tree = new Tree(Label(answer.Root, nodes));
        Grow(tree, answer.Root, [answer.Root]);
        return tree;

        void Grow(IHasTreeNodes parent, string id, HashSet<string> drawn)
        {
            foreach (var (_, next, edge) in steps[id].DistinctBy(s => s.Next).OrderBy(s => s.Next, StringComparer.Ordinal))
            {
                var isNew = drawn.Add(next);
                var child = parent.AddNode(Label(next, nodes) + Via(edge) + (isNew || !steps[next].Any() ? "" : " [dim](see above)[/]"));
                if (isNew)
                    Grow(child, next, drawn);
            }
        }
    }

    private static string Label(string id, Dictionary<string, LineageNode> nodes)
    {
        if (!nodes.TryGetValue(id, out var node))
            return Markup.Escape(id);
        var name = node.Field is null ? node.Name : $"{node.Name}.{node.Field}";
        var state = node.State is null ? "" : $" {node.State}";
        return $"{Markup.Escape(name)} [dim]{Markup.Escape($"{node.Kind} in {node.Namespace}{state}")}[/]";
    }

    private static string Via(LineageEdge edge)
    {
        var jobs = string.Join(", ", edge.Via?.Select(Names.Short) ?? []);
        var masked = edge.Transformations?.Any(t => t.Masking) == true ? " [green]masked[/]" : "";
        return (jobs.Length == 0 ? "" : $" [dim]by {Markup.Escape(jobs)}[/]") + masked;
    }
}
