using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Lineage.Server.Features.Reports.Rendering.Fonts;

/// <summary>Measures and draws one line of text in any script. A character that no embedded font has is drawn as U+FFFD.</summary>
internal static class TextShaper
{
    /// <summary>The width of a line at a size.</summary>
    internal static float Width(string text, bool bold, float size) => Shape(text, bold).Sum(run => run.Width) * size;

    /// <summary>Draws a line with its baseline at <paramref name="y"/>.</summary>
    internal static void Draw(SKCanvas canvas, string text, bool bold, float size, float x, float y, SKColor color)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        foreach (var run in Shape(text, bold))
        {
            using var font = new SKFont(run.Face.Drawing, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
            using var builder = new SKTextBlobBuilder();
            builder.AddPositionedRun(run.Glyphs, font, [.. run.Points.Select(p => new SKPoint(p.X * size, p.Y * size))]);
            using var blob = builder.Build();
            if (blob is not null)
            {
                canvas.DrawText(blob, x, y, paint);
            }

            x += run.Width * size;
        }
    }

    private static List<GlyphRun> Shape(string text, bool bold)
    {
        var runs = new List<GlyphRun>();
        var (part, face, rightToLeft) = (new StringBuilder(), default(Typeface), false);
        var runes = text.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
        {
            var rune = runes[i];
            var (next, drawn) = IsMark(rune) && face is not null && face.Has(rune) ? (face, rune) : ReportFonts.For(rune, bold);
            var direction = IsRightToLeft(rune) || (rightToLeft && (IsMark(rune) || (Rune.IsWhiteSpace(rune) && i + 1 < runes.Length && IsRightToLeft(runes[i + 1]))));
            if (direction && rightToLeft && Rune.IsWhiteSpace(rune) && face!.Has(rune))
            {
                next = face;
            }

            if (face is not null && (next != face || direction != rightToLeft))
            {
                runs.Add(face.Shape(part.ToString()));
                part.Clear();
            }

            part.Append(drawn.ToString());
            (face, rightToLeft) = (next, direction);
        }

        if (face is not null)
        {
            runs.Add(face.Shape(part.ToString()));
        }

        return runs;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsRightToLeft(Rune rune) => rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC);
}
