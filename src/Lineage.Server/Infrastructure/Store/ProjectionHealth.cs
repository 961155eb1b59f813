using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>Ready means that the database answers and that the projections keep up: one that has failed stops, and is seen here, and so is a rebuild.</summary>
internal sealed class ProjectionHealth(ProjectionProgress progress) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var state = await progress.Now(cancellationToken);
            return state.Stopped
                ? HealthCheckResult.Unhealthy($"The projection stopped at event {state.Projected} of {state.Recorded}.")
                : state.Building is { } building ? HealthCheckResult.Unhealthy($"The read models are being built again: {building}.")
                : HealthCheckResult.Healthy($"Event {state.Projected} of {state.Recorded} is projected.");
        }
        catch (Npgsql.NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
