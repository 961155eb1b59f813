using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Checking;

/// <summary>
/// Checks all tenants again and again, gently: after each page it rests about four times as long as the page took. Of several servers on
/// one database one does it: the one that holds an advisory lock.
/// </summary>
internal sealed class RecordCheckJob(DatabaseConnections connections, RecordCheck check, RecordChecks checks, LogSettings settings, TimeProvider time, ILogger<RecordCheckJob> logger) : BackgroundService
{
    private const long Lock = 0x4C494E434845434B;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Sealing || settings.CheckInterval <= TimeSpan.Zero) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Lead(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "The check of the record was interrupted; it is begun again");
            }

            await Task.Delay(Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Lead(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connections.Daemon) { Pooling = false, KeepAlive = 30 }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        while (await Holds(connection, cancellationToken))
        {
            foreach (var tenant in await check.Tenants(cancellationToken)) await checks.Run(tenant, gently: true, cancellationToken);
            checks.PassedAll(time.GetUtcNow());
            await Task.Delay(settings.CheckInterval, time, cancellationToken);
        }
    }

    // Asked before each pass: a connection that was lost on the way has lost the lock too. One session may take it many times.
    private static async Task<bool> Holds(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
