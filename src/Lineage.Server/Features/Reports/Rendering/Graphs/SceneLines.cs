using Lineage.Server.Features.Reports.Rendering.Fonts;

namespace Lineage.Server.Features.Reports.Rendering.Graphs;

/// <summary>Draws the links between placed boxes: each has a place of its own on the sides of its boxes, and a label that hides no other.</summary>
internal static class SceneLines
{
    private const float LabelSize = 7.8f, Corner = 9;

    internal static IReadOnlyList<SceneLine> Of(
        IReadOnlyList<PictureLink> links, Dictionary<string, SceneBox> boxes, Dictionary<(string From, string To), ScenePoint[]> bends)
    {
        var drawn = links.Where(link => boxes.ContainsKey(link.From) && boxes.ContainsKey(link.To)).ToArray();
        ScenePoint[] Bends(PictureLink link) => bends.GetValueOrDefault((link.From, link.To), []);
        var starts = Ports(drawn, link => link.From, link => Bends(link) is [var first, ..] ? first.Y : Middle(boxes[link.To]), boxes);
        var ends = Ports(drawn, link => link.To, link => Bends(link) is [.., var last] ? last.Y : Middle(boxes[link.From]), boxes);
        return [.. drawn.Select(link => Line(link, boxes[link.From], boxes[link.To], starts[link], ends[link], Bends(link)))];
    }

    private static Dictionary<PictureLink, float> Ports(IEnumerable<PictureLink> links, Func<PictureLink, string> at, Func<PictureLink, float> other, Dictionary<string, SceneBox> boxes) =>
        links.GroupBy(at).SelectMany(side =>
        {
            var (box, sorted) = (boxes[side.Key], side.OrderBy(other).ToArray());
            var step = (box.Height - (2 * Corner)) / Math.Max(1, sorted.Length - 1);
            return sorted.Select((link, i) => (link, Y: sorted.Length == 1 ? Middle(box) : box.Y + Corner + (i * step)));
        }).DistinctBy(port => port.link).ToDictionary(port => port.link, port => port.Y);

    private static SceneLine Line(PictureLink link, SceneBox from, SceneBox to, float startY, float endY, ScenePoint[] bends)
    {
        var forward = from.X <= to.X;
        var start = new ScenePoint(forward ? from.X + from.Width : from.X, startY);
        var end = new ScenePoint(forward ? to.X : to.X + to.Width, endY);
        if (link.From == link.To)
        {
            bends = [new(start.X + 12, start.Y), new(start.X + 12, from.Y - 6), new(from.X - 12, from.Y - 6), new(from.X - 12, end.Y)];
        }

        ScenePoint[] points = [start, .. bends, end];
        return new SceneLine(points, link.Style, link.Label.Length == 0 ? null : Label(link.Label, points));
    }

    private static SceneLabel Label(string text, ScenePoint[] points)
    {
        var (a, b) = Enumerable.Range(1, points.Length - 1).Select(i => (A: points[i - 1], B: points[i])).MaxBy(s => Math.Abs(s.B.X - s.A.X) + (Math.Abs(s.B.Y - s.A.Y) / 2));
        var level = Math.Abs(b.Y - a.Y) < 6;
        var width = TextShaper.Width(text, bold: true, LabelSize) + 6;
        return new SceneLabel(text, new ScenePoint((a.X + b.X) / 2, ((a.Y + b.Y) / 2) - (level ? LabelSize : 0)), width, LabelSize + 3, LabelSize);
    }

    private static float Middle(SceneBox box) => box.Y + (box.Height / 2);
}
