using SkiaSharp;
using static Lineage.Server.Features.Reports.Rendering.Pdf.PdfStyle;

namespace Lineage.Server.Features.Reports.Rendering.Pdf;

/// <summary>A piece of the text that stays whole on a page.</summary>
/// <param name="Height">Its height.</param>
/// <param name="Draw">Draws it with its upper edge at the given height.</param>
/// <param name="KeepWithNext">Whether it must stand on the same page as what follows.</param>
/// <param name="Repeat">What is drawn first when it starts a page: the header of its table.</param>
/// <param name="NewPage">Whether it starts a page.</param>
/// <param name="Landscape">Whether it needs a landscape page.</param>
/// <param name="Anchor">The name by which links find it.</param>
internal sealed record Piece(
    float Height, Action<SKCanvas, float> Draw, bool KeepWithNext = false, Piece? Repeat = null, bool NewPage = false, bool Landscape = false, string? Anchor = null)
{
    /// <summary>Empty room, which falls away at the top of a page.</summary>
    internal static Piece Space(float height) => new(height, (_, _) => { }) { IsSpace = true };

    /// <summary>Whether the piece is only room.</summary>
    internal bool IsSpace { get; init; }
}

/// <summary>A page with its pieces in place.</summary>
internal sealed record PlacedPage(bool Landscape, List<(Piece Piece, float Y)> Pieces)
{
    internal float Width => Landscape ? PageLong : PageShort;

    internal float Height => Landscape ? PageShort : PageLong;

    internal float Floor => Height - Bottom;
}

/// <summary>Fills pages with pieces.</summary>
internal static class PdfFlow
{
    internal static List<PlacedPage> Place(IReadOnlyList<Piece> pieces)
    {
        var pages = new List<PlacedPage>();
        var y = Top;
        for (var start = 0; start < pieces.Count;)
        {
            var end = start;
            while (pieces[end].KeepWithNext && end < pieces.Count - 1)
            {
                end++;
            }

            var group = pieces.Skip(start).Take(end - start + 1).ToArray();
            var landscape = group.Any(piece => piece.Landscape);
            if (pages.Count == 0 || group[0].NewPage || pages[^1].Landscape != landscape || y + group.Sum(piece => piece.Height) > pages[^1].Floor)
            {
                Begin(landscape, group[0]);
            }

            foreach (var piece in group)
            {
                if (piece.IsSpace && pages[^1].Pieces.Count == 0 && pages.Count > 1)
                {
                    continue;
                }

                // A group higher than a page cannot stay whole.
                if (y + piece.Height > pages[^1].Floor && pages[^1].Pieces.Count > 0)
                {
                    Begin(landscape, piece);
                }

                pages[^1].Pieces.Add((piece, y));
                y += piece.Height;
            }

            start = end + 1;
        }

        return pages;

        void Begin(bool landscape, Piece first)
        {
            pages.Add(new PlacedPage(landscape, []));
            y = Top;
            if (first.Repeat is { } header)
            {
                pages[^1].Pieces.Add((header, y));
                y += header.Height;
            }
        }
    }
}
