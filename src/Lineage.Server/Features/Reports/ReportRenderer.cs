using System.Text.Json.Nodes;
using Lineage.Server.Features.Reports.Rendering.Html;
using Lineage.Server.Features.Reports.Rendering.Pdf;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Lineage.Server.Features.Reports;

/// <summary>Gives a report its forms. Each is refused (<see cref="IncompleteReportException"/>) when a mandatory field is missing or the totals do not reconcile; none reads a clock.</summary>
internal sealed class ReportRenderer(IServiceProvider services, ILoggerFactory loggers)
{
    /// <summary>The JSON form: <c>{cover, content}</c>, UTF-8 text with line feeds.</summary>
    internal static string Json(WholeReport report)
    {
        Check(report);
        return ReportJson.Indented(report);
    }

    /// <summary>The HTML form: one file that needs nothing else.</summary>
    internal async Task<string> Html(WholeReport report)
    {
        Check(report);
        await using var renderer = new HtmlRenderer(services, loggers);
        var document = report.Content.Document(report.Cover);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(ReportFile.Title)] = $"{report.Cover.Title}: {document.Subject}",
            [nameof(ReportFile.ReportId)] = report.Cover.ReportId,
            [nameof(ReportFile.ChildContent)] = (RenderFragment)(builder =>
            {
                builder.OpenComponent<ReportArticle>(0);
                builder.AddComponentParameter(1, nameof(ReportArticle.Document), document);
                builder.CloseComponent();
            }),
        });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ReportFile>(parameters)).ToHtmlString());
    }

    /// <summary>The PDF form: A4, fonts embedded, equal bytes for an equal report.</summary>
    internal static byte[] Pdf(WholeReport report)
    {
        Check(report);
        return PdfReport.Write(report.Content.Document(report.Cover));
    }

    /// <exception cref="IncompleteReportException">A mandatory field is missing, or counts differ.</exception>
    internal static void Check(WholeReport report)
    {
        if (report.Content.Definition.MissingIn(JsonNode.Parse(ReportJson.Indented(report))!) is { Count: > 0 } missing) throw new IncompleteReportException(missing);
        List<string> differing = [.. report.Content.Controls().Where(control => !control.Reconciles).Select(control => $"{control.Statement} ({control.Expected} and {control.Found})")];
        if (report.Cover.Software.Interpretation != report.Content.Interpretation) differing.Add("interpretation on the cover = interpretation of the content");
        if (differing.Count > 0) throw new IncompleteReportException(differing);
    }
}
