using Lineage.Server.Features.Reports.Rendering.Document;
using Lineage.Server.Features.Reports.Rendering.Fonts;
using SkiaSharp;
using static Lineage.Server.Features.Reports.Rendering.Pdf.PdfStyle;

namespace Lineage.Server.Features.Reports.Rendering.Pdf;

/// <summary>Sets the blocks of a section.</summary>
internal static class PdfBlocks
{
    internal const float Width = PageShort - (2 * Side);
    private const float NameWidth = 128;

    /// <summary>The blocks of a section; words that lead to a table or a picture stay with it.</summary>
    internal static IEnumerable<Piece> Of(IReadOnlyList<Block> blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            var leads = blocks[i] is Paragraph && i + 1 < blocks.Count && blocks[i + 1] is (Table or Figure or Signatures or Entries);
            var pieces = Of(blocks[i]).ToArray();
            foreach (var piece in leads ? [.. pieces.SkipLast(1), pieces[^1] with { KeepWithNext = true }] : pieces)
            {
                yield return piece;
            }
        }
    }

    private static IEnumerable<Piece> Of(Block block) => block switch
    {
        Paragraph paragraph => Text(paragraph.Text, paragraph.Tone),
        Subheading heading => [Piece.Space(5) with { KeepWithNext = true }, .. SetText.Of(heading.Text, Width, bold: true, SubheadingSize, Ink).Pieces(Side, 3, keepWithNext: true)],
        Bullets bullets => bullets.Items.SelectMany(item => Bullet(item, bullets.Tone)).Append(Piece.Space(5)),
        Entries entries => entries.Items.Select(Entry).Append(Piece.Space(11)),
        Table { Rows.Count: 0 } table => [.. SetText.Of(table.Caption, Width, bold: true, SubheadingSize - 1.4f, Ink).Pieces(Side, 1, keepWithNext: true), .. Text(table.WhenEmpty, Tone.Empty)],
        Table table => new PdfTable(table, Side, Width).Pieces(),
        Figure figure => FigurePieces(figure),
        Signatures signatures => signatures.Meanings.Select(Signature),
        _ => [],
    };

    internal static IEnumerable<Piece> Heading(int number, string text, string anchor, bool newPage)
    {
        var title = SetText.Of(text, Width - 26, bold: true, HeadingSize, Ink);
        yield return Piece.Space(16) with { KeepWithNext = true, NewPage = newPage };
        yield return new Piece(title.Height + 7, (canvas, y) =>
        {
            SetText.Of($"{number}", 26, bold: true, HeadingSize, Accent).Draw(canvas, Side, y);
            title.Draw(canvas, Side + 26, y);
        }, KeepWithNext: true, Anchor: anchor);
    }

    private static IEnumerable<Piece> Text(string text, Tone tone) => tone switch
    {
        Tone.Lead => SetText.Of(text, Width, bold: false, LeadSize, Ink).Pieces(Side, 8),
        Tone.Note => SetText.Of(text, Width, bold: false, TableSize + 0.3f, Quiet).Pieces(Side, 8),
        Tone.Empty => SetText.Of(text, Width, bold: false, BodySize, Quiet).Pieces(Side, 11),
        _ => SetText.Of(text, Width, bold: false, BodySize, Ink).Pieces(Side, 8),
    };

    private static IEnumerable<Piece> Bullet(string item, Tone tone)
    {
        var size = tone is Tone.Lead ? LeadSize : BodySize;
        var first = true;
        foreach (var piece in SetText.Of(item, Width - 14, bold: false, size, Ink).Pieces(Side + 14, tone is Tone.Lead ? 5 : 3))
        {
            var mark = first;
            yield return piece with
            {
                Draw = (canvas, y) =>
                {
                    if (mark)
                    {
                        TextShaper.Draw(canvas, "•", bold: true, size, Side + 2, y + (Leading(size) * 0.5f) + (size * 0.36f), Accent);
                    }

                    piece.Draw(canvas, y);
                },
            };
            first = false;
        }
    }

    internal static Piece Entry(Entry entry)
    {
        var name = SetText.Of(entry.Name, NameWidth - 10, bold: true, TableSize + 0.4f, Quiet);
        var value = SetText.Of(entry.Value, Width - NameWidth, bold: false, TableSize + 1, Ink);
        var more = entry.More is null ? null : SetText.Of(entry.More, Width - NameWidth, bold: false, TableSize + 0.2f, Quiet);
        var height = Math.Max(name.Height, value.Height + (more?.Height ?? 0)) + 7;
        return new Piece(height, (canvas, y) =>
        {
            name.Draw(canvas, Side, y + 3.2f);
            value.Draw(canvas, Side + NameWidth, y + 3);
            more?.Draw(canvas, Side + NameWidth, y + 3 + value.Height);
            using var rule = new SKPaint { Color = Rule, StrokeWidth = 0.4f, IsStroke = true };
            canvas.DrawLine(Side, y + height, Side + Width, y + height, rule);
        });
    }

    private static IEnumerable<Piece> FigurePieces(Figure figure)
    {
        var scene = figure.Scene;
        const float Words = 100, Along = PageLong - (2 * Side);
        var upright = Math.Min(Width / scene.Width, (PageLong - Top - Bottom - Words) / scene.Height);
        var turned = Math.Min(Along / scene.Width, (PageShort - Top - Bottom - Words) / scene.Height);
        var landscape = upright < 0.7f && turned > upright;
        var width = landscape ? Along : Width;
        var scale = Math.Min(1.12f, landscape ? turned : upright);
        var indent = Side + ((width - (scene.Width * scale)) / 2);
        yield return new Piece((scene.Height * scale) + 6, (canvas, y) => PdfScene.Draw(canvas, scene, indent, y, scale), KeepWithNext: true, Landscape: landscape);
        var caption = SetText.Of(figure.Caption, width, bold: false, TableSize, Quiet);
        yield return new Piece(caption.Height + 14, (canvas, y) => caption.Draw(canvas, Side, y), Landscape: landscape);
    }

    private static Piece Signature(SignatureMeaning meaning)
    {
        const float Height = 148;
        var statement = SetText.Of(meaning.Statement, Width - 24, bold: false, TableSize + 0.6f, Quiet);
        return new Piece(Height + 12, (canvas, y) =>
        {
            using var frame = new SKPaint { Color = Rule, StrokeWidth = 0.8f, IsStroke = true };
            canvas.DrawRoundRect(Side, y, Width, Height, 4, 4, frame);
            TextShaper.Draw(canvas, $"Meaning: {meaning.Meaning}", bold: true, SubheadingSize, Side + 12, y + 20, Ink);
            statement.Draw(canvas, Side + 12, y + 26);
            frame.Color = Quiet;
            frame.StrokeWidth = 0.6f;
            var half = (Width - 24 - 20) / 2;
            foreach (var (label, x, line) in new[] { ("Printed name", 0f, 84f), ("Role", half + 20, 84f), ("Signature", 0f, 128f), ("Date and time (UTC)", half + 20, 128f) })
            {
                canvas.DrawLine(Side + 12 + x, y + line, Side + 12 + x + half, y + line, frame);
                TextShaper.Draw(canvas, label, bold: false, MoreSize, Side + 12 + x, y + line + 10, Quiet);
            }
        });
    }
}
