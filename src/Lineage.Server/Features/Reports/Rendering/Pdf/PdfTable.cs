using Lineage.Server.Features.Reports.Rendering.Document;
using SkiaSharp;
using static Lineage.Server.Features.Reports.Rendering.Pdf.PdfStyle;

namespace Lineage.Server.Features.Reports.Rendering.Pdf;

/// <summary>Sets a table: caption, header that repeats on every page, rows that stay whole.</summary>
internal sealed class PdfTable(Table table, float left, float width)
{
    private const float Gap = 10, Pad = 4.2f, SmallTable = 170;

    // A row may be higher than a page (a name of thousands of characters): then it goes on below a repeated header.
    private const int LinesTogether = 48;

    private readonly float[] _widths = Widths(table.Columns, width - (Gap * (table.Columns.Count - 1)));

    internal IEnumerable<Piece> Pieces()
    {
        var caption = SetText.Of(table.Caption, width, bold: true, SubheadingSize - 1.4f, Ink);
        yield return new Piece(caption.Height + 3, (canvas, y) => caption.Draw(canvas, left, y), KeepWithNext: true);
        var header = Header();
        yield return header with { KeepWithNext = true };
        var again = Together(SetText.Of($"{table.Caption} (continued)", width, bold: true, SubheadingSize - 1.4f, Ink), header);
        var rows = table.Rows.SelectMany(RowPieces).ToArray();
        var together = rows.Sum(row => row.Height) < SmallTable;
        for (var i = 0; i < rows.Length; i++)
        {
            // Neither the first row nor the last stands alone; a small table is not divided at all.
            yield return rows[i] with { Repeat = again, KeepWithNext = i < rows.Length - 1 && (together || i == 0 || i == rows.Length - 2) };
        }

        yield return Piece.Space(13);
    }

    private Piece Together(SetText caption, Piece header) => new(caption.Height + 3 + header.Height, (canvas, y) =>
    {
        caption.Draw(canvas, left, y);
        header.Draw(canvas, y + caption.Height + 3);
    });

    private static float[] Widths(IReadOnlyList<Column> columns, float room)
    {
        const float TimeWidth = 86;
        var shared = room - (columns.Count(column => column.Time) * TimeWidth);
        var weights = columns.Where(column => !column.Time).Sum(column => column.Weight);
        return [.. columns.Select(column => column.Time ? TimeWidth : column.Weight / weights * shared)];
    }

    private Piece Header()
    {
        var cells = table.Columns.Select((column, i) => SetText.Of(column.Heading, _widths[i], bold: true, MoreSize, Quiet)).ToArray();
        var height = cells.Max(cell => cell.Height) + 6;
        return new Piece(height, (canvas, y) =>
        {
            using var shade = new SKPaint { Color = Shade };
            canvas.DrawRect(left - 4, y, width + 8, height, shade);
            for (var i = 0; i < cells.Length; i++)
            {
                DrawCell(canvas, cells[i], i, y + 3);
            }

            Line(canvas, y + height, 0.9f);
        });
    }

    private IEnumerable<Piece> RowPieces(Row row)
    {
        var cells = row.Cells.Select((cell, i) => SetCell(cell, i)).ToArray();
        var lines = cells.Max(cell => cell.Length);
        for (var from = 0; from < lines; from += LinesTogether)
        {
            var part = cells.Select(cell => cell.Skip(from).Take(LinesTogether).ToArray()).ToArray();
            var height = part.Max(cell => cell.Sum(line => line.Height)) + (2 * Pad);
            var first = from == 0;
            yield return new Piece(height, (canvas, y) => DrawRow(canvas, row, part, y, height, first), Anchor: first ? row.Anchor : null);
        }
    }

    private void DrawRow(SKCanvas canvas, Row row, SetText[][] cells, float y, float height, bool first)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            var at = y + Pad;
            foreach (var line in cells[i])
            {
                DrawCell(canvas, line, i, at);
                at += line.Height;
            }

            if (first && row.Cells[i].Link is { } link)
            {
                canvas.DrawLinkDestinationAnnotation(new SKRect(Left(i), y + Pad, Left(i) + _widths[i], at), link);
            }
        }

        Line(canvas, y + height, 0.4f);
    }

    private SetText[] SetCell(Cell cell, int column)
    {
        var color = cell.Link is null ? Ink : Accent;
        var main = SetText.Of(cell.Text, _widths[column], cell.Strong, TableSize, color);
        var more = cell.More is null ? null : SetText.Of(cell.More, _widths[column], bold: false, MoreSize, Quiet);
        return [.. main.Lines.Select(line => main with { Lines = [line] }), .. more?.Lines.Select(line => more with { Lines = [line] }) ?? []];
    }

    private void DrawCell(SKCanvas canvas, SetText text, int column, float y)
    {
        if (table.Columns[column].Numeric)
        {
            text.DrawRight(canvas, Left(column) + _widths[column], y);
        }
        else
        {
            text.Draw(canvas, Left(column), y);
        }
    }

    private float Left(int column) => left + _widths.Take(column).Sum() + (Gap * column);

    private void Line(SKCanvas canvas, float y, float thickness)
    {
        using var rule = new SKPaint { Color = Rule, StrokeWidth = thickness, IsStroke = true };
        canvas.DrawLine(left - 4, y, left + width + 4, y, rule);
    }
}
