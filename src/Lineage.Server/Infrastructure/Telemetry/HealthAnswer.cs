using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lineage.Server.Infrastructure.Telemetry;

/// <summary>The body of a health answer.</summary>
/// <param name="Status">healthy, degraded or unhealthy.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyList<HealthAnswer.Check> Checks)
{
    /// <param name="Description">What the check says of itself. The text of an exception is for the log, since anyone may ask.</param>
    internal sealed record Check(string Name, string Status, string? Description);

    public static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new HealthAnswer(
        Word(report.Status),
        [.. report.Entries.Select(entry => new Check(entry.Key, Word(entry.Value.Status), entry.Value.Exception is null ? entry.Value.Description : null))]));

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
