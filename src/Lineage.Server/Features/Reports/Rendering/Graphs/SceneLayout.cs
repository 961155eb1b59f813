using GraphShape;
using GraphShape.Algorithms.Layout;
using Lineage.Server.Features.Reports.Rendering.Fonts;
using QuikGraph;

namespace Lineage.Server.Features.Reports.Rendering.Graphs;

/// <summary>Lays a graph out in layers, sources on the left.</summary>
internal static class SceneLayout
{
    private const float Margin = 8, BoxWidth = 130, NameSize = 9.4f, PlaceSize = 7.8f;

    // A reader without our fonts sees the SVG in wider ones.
    private const float TextWidth = BoxWidth - 16;

    internal static GraphScene Of(GraphPicture whole)
    {
        var (picture, note) = PictureGrouping.Grouped(whole with
        {
            Nodes = [.. whole.Nodes.Select(n => n with { Label = VisibleText.Of(n.Label), Place = VisibleText.Of(n.Place) })],
        });
        var texts = picture.Nodes.ToDictionary(node => node.Id, Lines, StringComparer.Ordinal);
        var sizes = texts.ToDictionary(text => text.Key, text => new Size(Height(text.Value), BoxWidth), StringComparer.Ordinal);
        var (positions, routes) = Layered(picture, sizes);
        if (positions.Count == 0)
        {
            return new GraphScene(0, 0, whole.Title, whole.Description, [], [], note);
        }

        // The layout runs from top to bottom with width and height exchanged, and is turned here.
        var bends = routes.Values.SelectMany(points => points).ToArray();
        var left = Math.Min(positions.Min(p => p.Value.Y) - (BoxWidth / 2), bends.Select(p => p.Y).DefaultIfEmpty(double.MaxValue).Min());
        var top = Math.Min(positions.Min(p => p.Value.X - (sizes[p.Key].Width / 2)), bends.Select(p => p.X).DefaultIfEmpty(double.MaxValue).Min());
        ScenePoint Placed(Point p) => new((float)(p.Y - left) + Margin, (float)(p.X - top) + Margin);

        var boxes = picture.Nodes.ToDictionary(node => node.Id, node => Box(node, Placed(positions[node.Id]), texts[node.Id]), StringComparer.Ordinal);
        var lines = SceneLines.Of(picture.Links, boxes, routes.ToDictionary(route => route.Key, route => route.Value.Select(Placed).ToArray()));
        var all = lines.SelectMany(line => line.Points).ToArray();
        var width = Math.Max(boxes.Values.Max(b => b.X + b.Width), all.Select(p => p.X).DefaultIfEmpty().Max()) + Margin;
        var height = Math.Max(boxes.Values.Max(b => b.Y + b.Height), all.Select(p => p.Y).DefaultIfEmpty().Max()) + Margin;
        return new GraphScene(width, height, whole.Title, whole.Description, [.. boxes.Values], lines, note);
    }

    private static (Dictionary<string, Point> Positions, Dictionary<(string From, string To), Point[]> Routes) Layered(GraphPicture picture, Dictionary<string, Size> sizes)
    {
        var graph = new BidirectionalGraph<string, Edge<string>>(allowParallelEdges: false);
        graph.AddVertexRange(picture.Nodes.Select(node => node.Id));
        graph.AddEdgeRange(picture.Links.Where(l => l.From != l.To && sizes.ContainsKey(l.From) && sizes.ContainsKey(l.To)).Select(l => new Edge<string>(l.From, l.To)));
        var layout = new SugiyamaLayoutAlgorithm<string, Edge<string>, BidirectionalGraph<string, Edge<string>>>(graph, sizes, new SugiyamaLayoutParameters
        {
            Direction = LayoutDirection.TopToBottom,
            LayerGap = 50,
            SliceGap = 22,
            EdgeRouting = SugiyamaEdgeRouting.Traditional,
            MinimizeEdgeLength = true,
            OptimizeWidth = false,
            PositionMode = -1,
        });
        layout.Compute();
        return (
            layout.VerticesPositions.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal),
            layout.EdgeRoutes.Where(r => r.Value is not null).ToDictionary(r => (r.Key.Source, r.Key.Target), r => r.Value));
    }

    private static List<(string Text, float Size, bool Strong)> Lines(PictureNode node)
    {
        var name = LineBreaker.Break(node.Label, bold: true, NameSize, TextWidth);
        if (name.Count > 2)
        {
            name = [name[0], LineBreaker.Shorten(string.Concat(name.Skip(1)), bold: true, NameSize, TextWidth)];
        }

        return [.. name.Select(line => (line, NameSize, true)), (LineBreaker.Shorten(node.Place, bold: false, PlaceSize, TextWidth), PlaceSize, false)];
    }

    private static float Height(List<(string Text, float Size, bool Strong)> lines) => lines.Sum(line => line.Size * 1.3f) + 13;

    private static SceneBox Box(PictureNode node, ScenePoint centre, List<(string Text, float Size, bool Strong)> lines)
    {
        var height = Height(lines);
        var (baseline, texts) = (centre.Y - (height / 2) + 5.2f, new List<SceneText>());
        foreach (var (text, size, strong) in lines)
        {
            baseline += size * 1.3f;
            texts.Add(new SceneText(text, centre.X, baseline - (size * 0.12f), size, strong, Quiet: !strong));
        }

        return new SceneBox(centre.X - (BoxWidth / 2), centre.Y - (height / 2), BoxWidth, height, node.Shape, texts);
    }
}
