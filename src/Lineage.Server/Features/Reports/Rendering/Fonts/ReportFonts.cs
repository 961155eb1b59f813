using System.Runtime.InteropServices;
using System.Text;
using HarfBuzzSharp;
using SkiaSharp;

namespace Lineage.Server.Features.Reports.Rendering.Fonts;

/// <summary>The embedded typefaces: Inter for text (Regular and Bold) and DejaVu Sans for scripts that Inter lacks.</summary>
internal static class ReportFonts
{
    private static readonly Rune Replacement = new(0xFFFD);

    internal static Typeface Regular { get; } = Typeface.Load("Inter-Regular.ttf", plainForms: true);

    internal static Typeface Bold { get; } = Typeface.Load("Inter-Bold.ttf", plainForms: true);

    internal static Typeface Fallback { get; } = Typeface.Load("DejaVuSans.ttf", plainForms: false);

    /// <summary>The typeface that has the character, and the character to draw: U+FFFD where none has it.</summary>
    internal static (Typeface Face, Rune Drawn) For(Rune rune, bool bold)
    {
        var face = bold ? Bold : Regular;
        return face.Has(rune) ? (face, rune) : Fallback.Has(rune) ? (Fallback, rune) : (Fallback, Replacement);
    }
}

/// <summary>One typeface, to draw with (Skia) and to shape with (HarfBuzz). It lives as long as the process.</summary>
internal sealed class Typeface
{
    // Inter would draw "->" as an arrow; a name in evidence is shown letter by letter.
    private static readonly Feature[] PlainForms = [Feature.Parse("calt=0"), Feature.Parse("liga=0"), Feature.Parse("clig=0")];

    private readonly Font _shaper;
    private readonly float _unitsPerEm;
    private readonly Feature[] _features;

    private Typeface(SKTypeface drawing, Font shaper, Feature[] features)
    {
        (Drawing, _shaper, _features, _unitsPerEm) = (drawing, shaper, features, drawing.UnitsPerEm);
        _shaper.SetScale(drawing.UnitsPerEm, drawing.UnitsPerEm);
        _shaper.SetFunctionsOpenType();
    }

    internal SKTypeface Drawing { get; }

    internal static Typeface Load(string file, bool plainForms)
    {
        using var stream = typeof(Typeface).Assembly.GetManifestResourceStream($"fonts/{file}") ?? throw new InvalidOperationException($"The font {file} is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var pinned = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        var blob = new Blob(pinned.AddrOfPinnedObject(), bytes.Length, MemoryMode.ReadOnly);
        return new Typeface(SKTypeface.FromData(SKData.CreateCopy(bytes)), new Font(new Face(blob, 0)), plainForms ? PlainForms : []);
    }

    internal bool Has(Rune rune) => _shaper.TryGetNominalGlyph((uint)rune.Value, out _);

    /// <summary>The glyphs of a run of one direction and script, with positions for a size of 1.</summary>
    internal GlyphRun Shape(string text)
    {
        using var buffer = new HarfBuzzSharp.Buffer();
        buffer.AddUtf16(text);
        buffer.GuessSegmentProperties();
        lock (_shaper)
        {
            _shaper.Shape(buffer, _features);
        }

        var (infos, positions) = (buffer.GlyphInfos, buffer.GlyphPositions);
        var (glyphs, points, pen) = (new ushort[infos.Length], new SKPoint[infos.Length], 0f);
        for (var i = 0; i < infos.Length; i++)
        {
            glyphs[i] = (ushort)infos[i].Codepoint;
            points[i] = new SKPoint(pen + (positions[i].XOffset / _unitsPerEm), -positions[i].YOffset / _unitsPerEm);
            pen += positions[i].XAdvance / _unitsPerEm;
        }

        return new GlyphRun(this, glyphs, points, pen);
    }
}

/// <summary>Shaped glyphs of one typeface at size 1.</summary>
internal sealed record GlyphRun(Typeface Face, ushort[] Glyphs, SKPoint[] Points, float Width);
