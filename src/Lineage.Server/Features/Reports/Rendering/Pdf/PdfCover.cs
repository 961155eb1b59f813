using Lineage.Server.Features.Reports.Rendering.Document;
using Lineage.Server.Features.Reports.Rendering.Fonts;
using SkiaSharp;
using static Lineage.Server.Features.Reports.Rendering.Pdf.PdfStyle;

namespace Lineage.Server.Features.Reports.Rendering.Pdf;

/// <summary>Sets the cover and the table of contents.</summary>
internal static class PdfCover
{
    internal static IEnumerable<Piece> Cover(ReportDocument document)
    {
        var cover = document.Cover;
        yield return Piece.Space(26);
        yield return Line(cover.Confidentiality.ToUpperInvariant(), bold: true, 8, Accent, 12);
        yield return Line(cover.Title, bold: true, 29, Ink, 10);
        foreach (var piece in SetText.Of(document.Question, PdfBlocks.Width - 40, bold: false, 13.5f, Quiet).Pieces(Side, 0))
        {
            yield return piece;
        }

        yield return Piece.Space(16);
        yield return Subject(document);
        yield return Piece.Space(14);
        foreach (var entry in CoverSheet.Of(document))
        {
            yield return PdfBlocks.Entry(entry);
        }
    }

    internal static IEnumerable<Piece> Contents(ReportDocument document, Func<string, int> pageOf)
    {
        yield return new Piece(Leading(HeadingSize) + 5, (canvas, y) => SetText.Of("Contents", PdfBlocks.Width, bold: true, HeadingSize, Ink).Draw(canvas, Side, y), KeepWithNext: true, NewPage: true);
        for (var i = 0; i < document.Sections.Count; i++)
        {
            var (section, number) = (document.Sections[i], i + 1);
            yield return new Piece(17, (canvas, y) =>
            {
                var page = SetText.Of($"{pageOf(section.Id)}", 60, bold: false, BodySize, Ink);
                SetText.Of($"{number}", 20, bold: true, BodySize, Accent).Draw(canvas, Side, y);
                SetText.Of(section.Title, PdfBlocks.Width - 60, bold: false, BodySize, Ink).Draw(canvas, Side + 22, y);
                page.DrawRight(canvas, Side + PdfBlocks.Width, y);
                using var dots = new SKPaint { Color = Rule, StrokeWidth = 0.7f, IsStroke = true };
                canvas.DrawLine(Side + 30 + TextShaper.Width(section.Title, false, BodySize), y + 10.4f, Side + PdfBlocks.Width - 24, y + 10.4f, dots);
                canvas.DrawLinkDestinationAnnotation(new SKRect(Side, y, Side + PdfBlocks.Width, y + 17), section.Id);
            }, KeepWithNext: i == 0);
        }

        yield return Piece.Space(14);
    }

    private static Piece Line(string text, bool bold, float size, SKColor color, float after)
    {
        var set = SetText.Of(text, PdfBlocks.Width, bold, size, color);
        return new Piece((set.Lines.Count * Leading(size)) + after, (canvas, y) => set.Draw(canvas, Side, y));
    }

    private static Piece Subject(ReportDocument document)
    {
        const float Inner = PdfBlocks.Width - 28;
        var kind = SetText.Of(document.SubjectKind, Inner, bold: true, MoreSize, Quiet);
        var name = SetText.Of(document.Subject, Inner, bold: true, 13, Ink);
        var place = SetText.Of(document.SubjectPlace, Inner, bold: false, 9, Quiet);
        var height = kind.Height + name.Height + place.Height + 20;
        return new Piece(height, (canvas, y) =>
        {
            using var shade = new SKPaint { Color = Shade };
            using var bar = new SKPaint { Color = Accent };
            canvas.DrawRect(Side, y, PdfBlocks.Width, height, shade);
            canvas.DrawRect(Side, y, 3, height, bar);
            kind.Draw(canvas, Side + 16, y + 10);
            name.Draw(canvas, Side + 16, y + 10 + kind.Height);
            place.Draw(canvas, Side + 16, y + 10 + kind.Height + name.Height);
        });
    }
}
