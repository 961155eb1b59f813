namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Keeps snapshots now and then, and when the server stops.</summary>
internal sealed class GraphSnapshots(GraphEngine engine, TimeProvider time) : BackgroundService
{
    private const double Much = 0.25;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await engine.Save(Much, stoppingToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await engine.Save(0, cancellationToken);
    }
}
