using GraphShape;
using GraphShape.Algorithms.Layout;
using Lineage.Server.Features.Reports.Rendering.Fonts;
using QuikGraph;

namespace Lineage.Server.Features.Reports.Rendering.Graphs;

/// <summary>Lays a graph out in layers, sources on the left.</summary>
internal static class SceneLayout
{
    private const float Margin = 8, BoxWidth = 138, NameSize = 8.5f, PlaceSize = 6.8f, LabelSize = 6.8f;

    // A reader without our fonts sees the SVG in wider ones.
    private const float TextWidth = BoxWidth - 22;

    internal static GraphScene Of(GraphPicture whole)
    {
        var (picture, note) = PictureGrouping.Grouped(whole with
        {
            Nodes = [.. whole.Nodes.Select(n => n with { Label = VisibleText.Of(n.Label), Place = VisibleText.Of(n.Place) })],
        });
        var texts = picture.Nodes.ToDictionary(node => node.Id, Lines, StringComparer.Ordinal);
        var sizes = texts.ToDictionary(text => text.Key, text => new Size(BoxWidth, Height(text.Value)), StringComparer.Ordinal);
        var (positions, routes) = Layered(picture, sizes);
        if (positions.Count == 0)
        {
            return new GraphScene(0, 0, whole.Title, whole.Description, [], [], note);
        }

        var bends = routes.Values.SelectMany(points => points).ToArray();
        var left = Math.Min(positions.Min(p => p.Value.X - (sizes[p.Key].Width / 2)), bends.Length > 0 ? bends.Min(p => p.X) : double.MaxValue);
        var top = Math.Min(positions.Min(p => p.Value.Y - (sizes[p.Key].Height / 2)), bends.Length > 0 ? bends.Min(p => p.Y) : double.MaxValue);
        ScenePoint Placed(Point p) => new((float)(p.X - left) + Margin, (float)(p.Y - top) + Margin);

        var boxes = picture.Nodes.ToDictionary(node => node.Id, node => Box(node, Placed(positions[node.Id]), texts[node.Id]), StringComparer.Ordinal);
        var lines = picture.Links
            .Where(link => boxes.ContainsKey(link.From) && boxes.ContainsKey(link.To))
            .Select(link => Line(link, boxes[link.From], boxes[link.To], routes.TryGetValue((link.From, link.To), out var route) ? [.. route.Select(Placed)] : []))
            .ToArray();
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
            Direction = LayoutDirection.LeftToRight,
            LayerGap = 58,
            SliceGap = 16,
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

    private static SceneLine Line(PictureLink link, SceneBox from, SceneBox to, ScenePoint[] bends)
    {
        var forward = from.X <= to.X;
        var start = new ScenePoint(forward ? from.X + from.Width : from.X, from.Y + (from.Height / 2));
        var end = new ScenePoint(forward ? to.X : to.X + to.Width, to.Y + (to.Height / 2));
        if (link.From == link.To)
        {
            bends = [new(start.X + 12, start.Y), new(start.X + 12, from.Y - 6), new(from.X - 12, from.Y - 6), new(from.X - 12, end.Y)];
        }

        ScenePoint[] points = [start, .. bends, end];
        var (a, b) = Enumerable.Range(1, points.Length - 1).Select(i => (A: points[i - 1], B: points[i])).MaxBy(s => Math.Abs(s.B.X - s.A.X) + (Math.Abs(s.B.Y - s.A.Y) / 2));
        var width = TextShaper.Width(link.Label, bold: true, LabelSize) + 8;
        return new SceneLine(points, link.Style, link.Label.Length == 0 ? null : new SceneLabel(link.Label, new ScenePoint((a.X + b.X) / 2, (a.Y + b.Y) / 2), width, LabelSize + 5, LabelSize));
    }
}
