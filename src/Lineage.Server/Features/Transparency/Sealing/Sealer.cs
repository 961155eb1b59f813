using System.Diagnostics;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Sealing;

/// <summary>
/// Gives every event its leaf, beside the doors and never in their way. Of several servers on one database one is active: the one that
/// holds an advisory lock, on the same connection that it writes with.
/// </summary>
internal sealed class Sealer(
    DatabaseConnections connections, LogOpening opening, LogSettings settings, ILogSigners signers, OutsideCheckpoints outside, RecordKeys keys, TimeProvider time, ILogger<Sealer> logger)
    : BackgroundService
{
    private const long Lock = 0x4C494E5345414C;
    private const long SweepStretch = 20_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // Each round makes the disk write through twice; under load, writers need it more than a checkpoint is needed at once.
    private static readonly TimeSpan PauseUnderLoad = TimeSpan.FromMilliseconds(400);
    private const int Load = 50;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Sealing) return;
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
                // Whatever it is, events stay in the record and are sealed once it is over; the first time it is told in full.
                logger.Log(shown ? LogLevel.Debug : LogLevel.Error, e, "Sealing was interrupted; it is taken up again");
                shown = true;
            }

            await Task.Delay(Retry, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Seals for as long as the lock is ours; returns at once when another server has it.</summary>
    private async Task Lead(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connections.Daemon) { Pooling = false, MaxAutoPrepare = 30, NoResetOnClose = true, KeepAlive = 10 }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using (var command = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection))
            if (await command.ExecuteScalarAsync(cancellationToken) is not true) return;
        var round = new SealingRound(connection, opening, settings, signers, outside, keys, time, logger);
        var thinning = new CheckpointThinning(connection, time);
        await round.TakeUp(cancellationToken);
        var (swept, rested) = (0L, Stopwatch.StartNew());
        while (true)
        {
            var rows = await round.Run(cancellationToken);
            if (rows == SealingRound.Most) continue;
            if (rested.Elapsed > SweepPause)
            {
                swept = await Sweep(round, swept, cancellationToken);
                await thinning.Run(cancellationToken);
                rested.Restart();
            }

            await Task.Delay(rows < Load ? Pause : PauseUnderLoad, cancellationToken);
        }
    }

    /// <summary>Sweeps the newest stretch, where something could be missed, and one older stretch after another.</summary>
    private static async Task<long> Sweep(SealingRound round, long swept, CancellationToken cancellationToken)
    {
        var mark = await round.Mark(cancellationToken);
        await round.Sweep(mark - SweepStretch, mark, cancellationToken);
        if (swept >= mark - SweepStretch) return 0;
        await round.Sweep(swept, swept + SweepStretch, cancellationToken);
        return swept + SweepStretch;
    }
}
