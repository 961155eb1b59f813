using Lineage.Server.Features.Reports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using UglyToad.PdfPig;

namespace Lineage.Tests.Reports;

/// <summary>What the renderer makes of a report, as a test reads it.</summary>
internal static class Samples
{
    internal static Task<string> Html(WholeReport report) => new ReportRenderer(new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance).Html(report);

    internal static IReadOnlyList<string> PageTexts(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return [.. document.GetPages().Select(page => page.Text)];
    }
}
