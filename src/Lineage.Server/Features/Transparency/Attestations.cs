using Lineage.Server.Features.Transparency.Timestamps;
using Lineage.Server.Features.Transparency.Witnessing;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency;

/// <summary>
/// Has others attest the checkpoints that were published: witnesses and a timestamping authority. It never stands in the sealer's way; of
/// several servers on one database one does it, the one that holds an advisory lock.
/// </summary>
internal sealed class Attestations(DatabaseConnections connections, LogSettings settings, WitnessRound witnesses, TimestampRound timestamps, ILogger<Attestations> logger) : BackgroundService
{
    private const long Lock = 0x4C494E41545445;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Sealing || !(witnesses.HasWork || timestamps.HasWork)) return;
        var shown = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Lead(stoppingToken);
                shown = false;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.Log(shown ? LogLevel.Debug : LogLevel.Error, e, "Asking witnesses was interrupted; it is taken up again");
                shown = true;
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Lead(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connections.Daemon) { Pooling = false, KeepAlive = 10 }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using (var command = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection))
            if (await command.ExecuteScalarAsync(cancellationToken) is not true) return;
        while (true)
        {
            await witnesses.Run(connection, cancellationToken);
            await timestamps.Run(connection, cancellationToken);
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
