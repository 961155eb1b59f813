using System.Runtime.CompilerServices;

namespace Lineage.IntegrationTests.Reports;

/// <summary>The files beside the report's definition. With LINEAGE_WRITE_SAMPLES=1 the samples are written anew before they are read.</summary>
internal static class SampleFiles
{
    public static bool AreWritten => Environment.GetEnvironmentVariable("LINEAGE_WRITE_SAMPLES") == "1";

    public static string PathOf(string name, string report = "dataset-provenance", [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "compliance-reports", report, name);
}
