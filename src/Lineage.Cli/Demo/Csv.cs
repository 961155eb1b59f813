using System.Text;

namespace Lineage.Cli.Demo;

/// <summary>Comma-separated values (RFC 4180).</summary>
internal static class Csv
{
    internal static string Line(params IEnumerable<string> cells) => string.Join(',', cells.Select(Quote)) + "\r\n";

    /// <summary>Reads all rows, the heading among them.</summary>
    /// <exception cref="FormatException">A quoted cell is not closed, or a row has another number of cells than the heading.</exception>
    internal static List<string[]> Parse(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (quoted || c is not (',' or '\r' or '\n'))
            {
                cell.Append(c);
            }
            else if (c != '\r')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                    EndRow(rows, row);
            }
        }

        if (quoted)
            throw new FormatException("A quoted cell is not closed.");
        if (cell.Length > 0 || row.Count > 0)
        {
            row.Add(cell.ToString());
            EndRow(rows, row);
        }

        return rows;
    }

    private static void EndRow(List<string[]> rows, List<string> row)
    {
        if (rows.Count > 0 && rows[0].Length != row.Count)
            throw new FormatException($"Row {rows.Count + 1} has {row.Count} cells, the heading {rows[0].Length}.");
        rows.Add([.. row]);
        row.Clear();
    }

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
