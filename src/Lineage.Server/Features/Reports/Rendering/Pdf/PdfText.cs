using Lineage.Server.Features.Reports.Rendering.Fonts;
using SkiaSharp;
using static Lineage.Server.Features.Reports.Rendering.Pdf.PdfStyle;

namespace Lineage.Server.Features.Reports.Rendering.Pdf;

/// <summary>Lines of one size and colour, already broken to a width.</summary>
internal sealed record SetText(IReadOnlyList<string> Lines, bool Bold, float Size, SKColor Color)
{
    internal float Height => Lines.Count * Leading(Size);

    internal static SetText Of(string text, float width, bool bold, float size, SKColor color) => new(LineBreaker.Break(text, bold, size, width), bold, size, color);

    internal void Draw(SKCanvas canvas, float x, float y)
    {
        foreach (var line in Lines)
        {
            TextShaper.Draw(canvas, line, Bold, Size, x, Baseline(y), Color);
            y += Leading(Size);
        }
    }

    internal void DrawRight(SKCanvas canvas, float right, float y)
    {
        foreach (var line in Lines)
        {
            TextShaper.Draw(canvas, line, Bold, Size, right - TextShaper.Width(line, Bold, Size), Baseline(y), Color);
            y += Leading(Size);
        }
    }

    /// <summary>One piece a line, so that a page can end between any two lines but not after the first or before the last.</summary>
    internal IEnumerable<Piece> Pieces(float x, float after, bool keepWithNext = false)
    {
        for (var i = 0; i < Lines.Count; i++)
        {
            var line = this with { Lines = [Lines[i]] };
            var last = i == Lines.Count - 1;
            yield return new Piece(Leading(Size) + (last ? after : 0), (canvas, y) => line.Draw(canvas, x, y), KeepWithNext: last ? keepWithNext : i == 0 || i == Lines.Count - 2);
        }
    }

    private float Baseline(float y) => y + (Leading(Size) * 0.5f) + (Size * 0.36f);
}
