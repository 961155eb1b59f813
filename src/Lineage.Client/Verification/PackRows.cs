using System.Text;

namespace Lineage.Client.Verification;

/// <summary>A row of report.csv.</summary>
internal sealed record PackRow(string Id, string Kind, string States, IReadOnlyList<string> Events);

/// <summary>Reads report.csv (RFC 4180): which line rests on which events.</summary>
internal static class PackRows
{
    private const int Columns = 6;

    /// <exception cref="FormatException">The file is not what a pack's report.csv is.</exception>
    public static IReadOnlyList<PackRow> Read(ReadOnlySpan<byte> csv)
    {
        var records = Records(Encoding.UTF8.GetString(csv));
        return records.Count > 0 && records.TrueForAll(r => r.Count == Columns) && records[0][0] == "line"
            ? [.. records.Skip(1).Select(r => new PackRow(r[0], r[1], r[2], r[3].Split(' ', StringSplitOptions.RemoveEmptyEntries)))]
            : throw new FormatException("report.csv does not have the columns of a report.");
    }

    private static List<List<string>> Records(string text)
    {
        var (records, record, field, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"') field.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
                else quoted = false;
            }
            else if (c == '"' && field.Length == 0)
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                record.Add(c == '\n' && field.Length > 0 && field[^1] == '\r' ? field.ToString(0, field.Length - 1) : field.ToString());
                field.Clear();
                if (c == ',') continue;
                records.Add(record);
                record = [];
            }
            else
            {
                field.Append(c);
            }
        }

        return !quoted && field.Length == 0 && record.Count == 0 ? records : throw new FormatException("report.csv breaks off within a row.");
    }
}
