using System.Text;
using Lineage.Server.Features.Reports.Rendering;

namespace Lineage.Server.Features.Reports;

/// <summary>The lines of a report as comma-separated values (RFC 4180, UTF-8, header present), one row a line.</summary>
internal static class ReportCsv
{
    // What a spreadsheet takes for the begin of a formula, also in the wide forms that some turn into it.
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";

    public static byte[] Write(IEnumerable<ReportLine> lines)
    {
        var csv = new StringBuilder();
        Row(csv, "line", "kind", "states", "events", "valid_time", "recorded_time");
        foreach (var line in lines) Row(csv, line.Id, line.Kind, VisibleText.Of(line.States), string.Join(' ', line.Events), Time(line.ValidTime), Time(line.RecordedTime));
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>A field as it is written: what a spreadsheet would run gets an apostrophe before it, what holds a separator is quoted (RFC 4180 section 2, rules 5 to 7).</summary>
    public static string Field(string text)
    {
        if (text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal)) text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static void Row(StringBuilder csv, params ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++) csv.Append(i == 0 ? "" : ",").Append(Field(fields[i]));
        csv.Append("\r\n");
    }

    private static string Time(DateTimeOffset? time) => time is { } t ? MicrosecondTime.Exact(t) : "";
}
