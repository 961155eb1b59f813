using Lineage.Server.Features.Transparency.Reading;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lineage.Server.Features.Transparency;

/// <summary>Warns when the log is held, does not keep up, or the record holds rows that did not come through the gate. The server still answers.</summary>
internal sealed class SealerHealth(SealingProgress progress) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var now = await progress.Now(cancellationToken);
            var words = now.Words().ToList();
            return words.Count == 0 ? HealthCheckResult.Healthy($"Event {now.Sealed} of {now.Recorded} is sealed.") : HealthCheckResult.Degraded(string.Join(" ", words));
        }
        catch (Npgsql.NpgsqlException)
        {
            return HealthCheckResult.Degraded("The database does not answer.");
        }
    }
}
