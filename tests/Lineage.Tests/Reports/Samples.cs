using System.Runtime.CompilerServices;
using Lineage.Server.Features.Reports;
using Lineage.Server.Features.Reports.DatasetProvenance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using UglyToad.PdfPig;

namespace Lineage.Tests.Reports;

/// <summary>The sample files beside a report's definition. With LINEAGE_WRITE_SAMPLES=1 they are written anew instead of compared.</summary>
internal static class Samples
{
    internal static string Expected(string name, string made)
    {
        var path = Path(name);
        if (Rewrites)
        {
            File.WriteAllText(path, made);
        }

        return File.ReadAllText(path);
    }

    internal static byte[] Expected(string name, byte[] made)
    {
        var path = Path(name);
        if (Rewrites)
        {
            File.WriteAllBytes(path, made);
        }

        return File.ReadAllBytes(path);
    }

    internal static Task<string> Html(ProvenanceReport report) => new ReportRenderer(new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance).Html(report);

    internal static IReadOnlyList<string> PageTexts(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return [.. document.GetPages().Select(page => page.Text)];
    }

    private static bool Rewrites => Environment.GetEnvironmentVariable("LINEAGE_WRITE_SAMPLES") == "1";

    private static string Path(string name, [CallerFilePath] string here = "") =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", "..", "..", "compliance-reports", "dataset-provenance", name);
}
