using System.Globalization;
using System.Security;
using System.Text;

namespace Lineage.Server.Features.Reports.Rendering.Graphs;

/// <summary>Writes a picture as SVG. Colours come from the page's style sheet by class, so that it follows light, dark and print.</summary>
internal static class SceneSvg
{
    internal static string Write(GraphScene scene, string id)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg class="graph" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{id}-title {id}-desc" viewBox="0 0 {Number(scene.Width)} {Number(scene.Height)}" width="{Number(scene.Width * 1.25f)}">""");
        svg.Append(CultureInfo.InvariantCulture, $"""<title id="{id}-title">{Text(scene.Title)}</title><desc id="{id}-desc">{Text(scene.Description)}</desc>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<defs><marker id="{id}-head" viewBox="0 0 8 8" refX="7.4" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0.8 8 4 0 7.2z"/></marker></defs>""");
        foreach (var line in scene.Lines)
        {
            var points = string.Join(' ', line.Points.Select(p => $"{Number(p.X)},{Number(p.Y)}"));
            svg.Append(CultureInfo.InvariantCulture, $"""<polyline class="link {Class(line.Style)}" points="{points}" marker-end="url(#{id}-head)"/>""");
        }

        foreach (var box in scene.Boxes)
        {
            Box(svg, box);
        }

        foreach (var label in scene.Lines.Select(line => line.Label).OfType<SceneLabel>())
        {
            svg.Append(Rectangle("plate", label.Centre.X - (label.Width / 2), label.Centre.Y - (label.Height / 2), label.Width, label.Height, 3));
            svg.Append(TextAt(new SceneText(label.Text, label.Centre.X, label.Centre.Y + (label.Size * 0.36f), label.Size, Strong: true)));
        }

        return svg.Append("</svg>").ToString();
    }

    private static void Box(StringBuilder svg, SceneBox box)
    {
        var radius = box.Shape is BoxShape.Origin ? box.Height / 2 : 3;
        if (box.Shape is BoxShape.Group)
        {
            svg.Append(Rectangle("box", box.X + 4, box.Y + 4, box.Width, box.Height, radius));
        }

        svg.Append(Rectangle(box.Shape is BoxShape.Subject ? "box subject" : "box", box.X, box.Y, box.Width, box.Height, radius));
        if (box.Shape is BoxShape.Subject)
        {
            svg.Append(Rectangle("inner", box.X + 2.5f, box.Y + 2.5f, box.Width - 5, box.Height - 5, 2));
        }

        foreach (var text in box.Texts)
        {
            svg.Append(TextAt(text));
        }
    }

    private static string Rectangle(string style, float x, float y, float width, float height, float radius) =>
        $"""<rect class="{style}" x="{Number(x)}" y="{Number(y)}" width="{Number(width)}" height="{Number(height)}" rx="{Number(radius)}"/>""";

    private static string TextAt(SceneText text) =>
        $"""<text class="{(text.Strong ? "strong" : text.Quiet ? "quiet" : "plain")}" x="{Number(text.X)}" y="{Number(text.Y)}" font-size="{Number(text.Size)}" text-anchor="middle">{Text(text.Text)}</text>""";

    private static string Class(LineStyle style) => style switch { LineStyle.Dashed => "dashed", LineStyle.Dotted => "dotted", _ => "solid" };

    private static string Number(float number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text(string text) => SecurityElement.Escape(VisibleText.Of(text));
}
