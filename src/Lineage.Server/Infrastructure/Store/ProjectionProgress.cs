using System.Diagnostics.Metrics;
using System.Globalization;
using Npgsql;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>How far the read models are.</summary>
/// <param name="Recorded">The last sequence number in the record.</param>
/// <param name="Projected">Up to here, nothing can appear any more and every row is written: the mark that answers are made at.</param>
/// <param name="Stopped">True when the projection has not moved for a while although there is work.</param>
/// <param name="Building">How far the read models are built again, while they are.</param>
internal sealed record Progress(long Recorded, long Projected, bool Stopped, Building? Building = null);

/// <summary>A building of the read models anew that is under way.</summary>
/// <param name="Goal">The last event when it began; there the read models are as complete as they were.</param>
/// <param name="Rate">Events a second since this process took it up; 0 while that cannot be told.</param>
internal sealed record Building(long Projected, long Goal, double Rate)
{
    /// <summary>How long it will take at this rate; null while that cannot be told.</summary>
    public TimeSpan? Left => Rate > 0 ? TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, Goal - Projected) / Rate)) : null;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"event {Projected} of {Goal}{(Left is { } left ? $", {Rate:0} events/s, about {left:c} left" : "")}");
}

/// <summary>When a projection counts as stopped.</summary>
/// <param name="Standstill">Time without movement although there is work.</param>
internal sealed record ProjectionPatience(TimeSpan Standstill);

/// <summary>Knows the projection's mark. Asks as the projections' own role, which alone sees the end of the record of all tenants.</summary>
internal sealed class ProjectionProgress : IAsyncDisposable
{
    private static readonly Meter Meter = new("Lineage");
    private readonly Lock _gate = new();
    private readonly NpgsqlDataSource _source;
    private readonly ProjectionPatience _patience;
    private readonly TimeProvider _time;
    private (long Projected, DateTimeOffset At) _moved = (-1, DateTimeOffset.MinValue);
    private (long Number, long Projected, DateTimeOffset At) _taken = (-1, 0, DateTimeOffset.MinValue);
    private Progress _last = new(0, 0, false);

    public ProjectionProgress(DatabaseConnections connections, ProjectionPatience patience, TimeProvider time)
    {
        (_patience, _time) = (patience, time);
        _source = new NpgsqlDataSourceBuilder(connections.Daemon).Build();
        Meter.CreateObservableGauge("lineage.projection.lag", () => _last.Recorded - _last.Projected, "{event}", "Events that answers do not show yet");
    }

    /// <summary>Changes whenever a row of the read models is taken away, as a rebuild does, so that what was read from them before is no longer relied on. Kept in the database.</summary>
    public Guid Generation { get; private set; }

    public async Task<Progress> Now(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(
            $"""
            select coalesce((select max(seq_id) from {StoreSchema.Record}.mt_events), 0),
              coalesce((select last_seq_id from {StoreSchema.Record}.mt_event_progression where name = '{StoreSchema.Shard}'), 0),
              (select id from {StoreSchema.Record}.read_generation), b.number, b.goal
            from (values (1)) as one left join {StoreSchema.Record}.building b on b.finished_at is null
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (recorded, projected, generation) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetGuid(2));
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            Generation = generation;
            if (projected != _moved.Projected || projected >= recorded) _moved = (projected, now);
            var building = reader.IsDBNull(3) ? null : Build(reader.GetInt64(3), projected, reader.GetInt64(4), now);

            // At its goal a building makes indexes, and the projection rests.
            var stopped = now - _moved.At > _patience.Standstill && !(projected >= building?.Goal);
            return _last = new(Math.Max(recorded, projected), projected, stopped, building);
        }
    }

    private Building Build(long number, long projected, long goal, DateTimeOffset now)
    {
        if (_taken.Number != number) _taken = (number, projected, now);
        var seconds = (now - _taken.At).TotalSeconds;
        return new(projected, goal, seconds > 0 ? Math.Max(0, projected - _taken.Projected) / seconds : 0);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}

/// <summary>Looks at the mark every few seconds, so that a standstill is noticed and measured even when nobody asks.</summary>
internal sealed class ProjectionWatch(ProjectionProgress progress, TimeProvider time, ILogger<ProjectionWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        var shown = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var now = await progress.Now(stoppingToken);
                if (now.Stopped && !shown) logger.LogCritical("The projection stands still at event {Projected} of {Recorded}; answers show nothing newer", now.Projected, now.Recorded);
                shown = now.Stopped;
            }
            catch (NpgsqlException e)
            {
                logger.LogWarning(e, "The database does not answer");
            }
        }
    }
}
