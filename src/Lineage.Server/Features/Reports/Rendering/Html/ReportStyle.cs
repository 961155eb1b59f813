using System.Globalization;
using System.Text;

namespace Lineage.Server.Features.Reports.Rendering.Html;

/// <summary>The style sheet of a report, with the report's id in the margin of every printed page.</summary>
internal static class ReportStyle
{
    private static readonly string Sheet = Load();

    internal static string For(string reportId) => Sheet.Replace("REPORT-ID", Quoted(reportId), StringComparison.Ordinal);

    private static string Load()
    {
        using var stream = typeof(ReportStyle).Assembly.GetManifestResourceStream("styles/report.css") ?? throw new InvalidOperationException("The style sheet is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    // Inside a CSS string, and that inside HTML: everything but letters, digits and the hyphen goes as an escape.
    private static string Quoted(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.IsAscii && (Rune.IsLetterOrDigit(rune) || rune.Value == '-') ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\{rune.Value:x6} ")));
}
