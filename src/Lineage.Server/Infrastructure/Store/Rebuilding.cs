namespace Lineage.Server.Infrastructure.Store;

/// <summary>Builds the read models again from the events, before the server answers: afterwards they are what they would be had they been built once, in one go.</summary>
internal static class Rebuilding
{
    private static readonly TimeSpan LongestShard = TimeSpan.FromHours(12);

    public static async Task Run(IServiceProvider services, CancellationToken cancellationToken)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Rebuilding));
        logger.LogInformation("Building the read models again from the events");
        using var daemon = await services.GetRequiredService<IDaemonStore>().BuildProjectionDaemonAsync();
        await daemon.RebuildProjectionAsync(StoreSchema.Projection, LongestShard, cancellationToken);
        var progress = await services.GetRequiredService<ProjectionProgress>().Now(cancellationToken);
        logger.LogInformation("The read models are built up to event {Projected} of {Recorded}", progress.Projected, progress.Recorded);
    }
}
