using Lineage.Server.Features.Reports.Rendering.Document;
using Lineage.Server.Features.Reports.Rendering.Fonts;
using SkiaSharp;
using static Lineage.Server.Features.Reports.Rendering.Pdf.PdfStyle;

namespace Lineage.Server.Features.Reports.Rendering.Pdf;

/// <summary>Writes a report as PDF. The same document gives the same bytes.</summary>
internal static class PdfReport
{
    internal static byte[] Write(ReportDocument document)
    {
        var pages = new List<PlacedPage>();
        int PageOf(string anchor) => pages.FindIndex(page => page.Pieces.Exists(p => p.Piece.Anchor == anchor)) + 1;
        pages = PdfFlow.Place([
            .. PdfCover.Cover(document),
            .. PdfCover.Contents(document, PageOf),
            .. document.Sections.SelectMany((section, i) => PdfBlocks.Heading(i + 1, section.Title, section.Id, section.NewPage).Concat(PdfBlocks.Of(section.Blocks))),
        ]);

        using var stream = new MemoryStream();
        using (var pdf = SKDocument.CreatePdf(stream, Metadata(document)))
        {
            for (var i = 0; i < pages.Count; i++)
            {
                var canvas = pdf.BeginPage(pages[i].Width, pages[i].Height);
                Furniture(canvas, document, pages[i], i + 1, pages.Count);
                foreach (var (piece, y) in pages[i].Pieces)
                {
                    if (piece.Anchor is { } anchor)
                    {
                        canvas.DrawNamedDestinationAnnotation(new SKPoint(Side, y), anchor);
                    }

                    piece.Draw(canvas, y);
                }

                pdf.EndPage();
            }

            pdf.Close();
        }

        return PdfIdentity.FromContent(stream.ToArray());
    }

    private static SKDocumentPdfMetadata Metadata(ReportDocument document) => new()
    {
        Title = $"{document.Cover.Title}: {document.Subject}",
        Author = document.Cover.Controller.Name,
        Subject = document.Question,
        Keywords = document.Cover.ReportId,
        Creator = $"{document.Cover.Software.Name} {document.Cover.Software.Version}",
        Producer = "Skia/PDF",
        Creation = document.Cover.IssuedAt.UtcDateTime,
        Modified = document.Cover.IssuedAt.UtcDateTime,
        RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
        EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
        PdfA = true,
    };

    private static void Furniture(SKCanvas canvas, ReportDocument document, PlacedPage page, int number, int count)
    {
        var (right, foot) = (page.Width - Side, page.Height - 36);
        using var rule = new SKPaint { Color = Rule, StrokeWidth = 0.6f, IsStroke = true };
        var confidentiality = VisibleText.Of(document.Cover.Confidentiality);
        var room = page.Width - (2 * Side) - TextShaper.Width(confidentiality, true, FurnitureSize) - 16;
        Left(VisibleText.Of($"{document.Cover.Title}  ·  {document.Cover.ReportId}"), Side, 40, room);
        Right(confidentiality, bold: true, 40);
        canvas.DrawLine(Side, 48, right, 48, rule);
        canvas.DrawLine(Side, foot - 12, right, foot - 12, rule);
        Left(document.AsOfLine, Side, foot, page.Width - (2 * Side) - 80);
        Right($"Page {number} of {count}", bold: false, foot);

        void Left(string text, float x, float y, float width) => TextShaper.Draw(canvas, LineBreaker.Shorten(text, false, FurnitureSize, width), false, FurnitureSize, x, y, Quiet);
        void Right(string text, bool bold, float y) => TextShaper.Draw(canvas, text, bold, FurnitureSize, right - TextShaper.Width(text, bold, FurnitureSize), y, Quiet);
    }
}
