using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Lineage.Server.Features.Reports.DatasetProvenance;
using Lineage.Server.Features.Reports.Rendering.Html;
using Lineage.Server.Features.Reports.Rendering.Pdf;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Lineage.Server.Features.Reports;

/// <summary>Gives a provenance report its forms. Each is refused (<see cref="IncompleteReportException"/>) when a mandatory field is missing or the totals do not reconcile; none reads a clock.</summary>
internal sealed class ReportRenderer(IServiceProvider services, ILoggerFactory loggers)
{
    /// <summary>The JSON form: <c>{cover, content}</c>, UTF-8 text with line feeds.</summary>
    internal static string Json(ProvenanceReport report)
    {
        Check(report);
        return JsonSerializer.Serialize(report, ReportJson.Canonical.ProvenanceReport) + "\n";
    }

    /// <summary>The HTML form: one file that needs nothing else.</summary>
    internal async Task<string> Html(ProvenanceReport report)
    {
        Check(report);
        await using var renderer = new HtmlRenderer(services, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(ReportFile.Title)] = $"{report.Cover.Title}: {report.Content.Subject.Label}",
            [nameof(ReportFile.ReportId)] = report.Cover.ReportId,
            [nameof(ReportFile.ChildContent)] = (RenderFragment)(builder =>
            {
                builder.OpenComponent<DatasetProvenanceReport>(0);
                builder.AddComponentParameter(1, nameof(DatasetProvenanceReport.Report), report);
                builder.CloseComponent();
            }),
        });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ReportFile>(parameters)).ToHtmlString());
    }

    /// <summary>The PDF form: A4, fonts embedded, equal bytes for an equal report.</summary>
    internal static byte[] Pdf(ProvenanceReport report)
    {
        Check(report);
        return PdfReport.Write(ProvenanceDocument.Of(report));
    }

    /// <summary>SHA-256, in hex, of the content written as JSON without white space.</summary>
    internal static string ContentHash(ProvenanceContent content) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, ReportJson.Compact.ProvenanceContent)));

    /// <summary>The time as report.json writes it.</summary>
    internal static string Exact(DateTimeOffset time) => time.UtcDateTime.ToString(MicrosecondTime.Format, CultureInfo.InvariantCulture);

    private static void Check(ProvenanceReport report)
    {
        var missing = ProvenanceDocument.Definition.MissingIn(JsonSerializer.SerializeToNode(report, ReportJson.Canonical.ProvenanceReport)!);
        if (missing.Count > 0)
        {
            throw new IncompleteReportException(missing);
        }

        var differing = Reconciliation.Of(report.Content).Where(control => !control.Reconciles).Select(control => $"{control.Statement} ({control.Expected} and {control.Found})").ToList();
        if (report.Cover.Software.Interpretation != report.Content.Interpretation)
        {
            differing.Add("interpretation on the cover = interpretation of the content");
        }

        if (differing.Count > 0)
        {
            throw new IncompleteReportException(differing);
        }
    }
}
