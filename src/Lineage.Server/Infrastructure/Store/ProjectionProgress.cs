namespace Lineage.Server.Infrastructure.Store;

/// <summary>How far the read models are.</summary>
/// <param name="Recorded">The last sequence number in the record.</param>
/// <param name="Projected">Up to here, nothing can appear any more and every row is written: the mark that answers are made at.</param>
/// <param name="Stopped">True when the projection has not moved for a while although there is work.</param>
internal sealed record Progress(long Recorded, long Projected, bool Stopped);

/// <summary>When a projection counts as stopped.</summary>
/// <param name="Standstill">Time without movement although there is work.</param>
internal sealed record ProjectionPatience(TimeSpan Standstill);

/// <summary>Watches the projection's mark.</summary>
internal sealed class ProjectionProgress(TenantDatabase database, ProjectionPatience patience, TimeProvider time)
{
    private readonly Lock _gate = new();
    private (long Projected, DateTimeOffset At) _moved = (-1, DateTimeOffset.MinValue);

    public async Task<Progress> Now(CancellationToken cancellationToken)
    {
        var (recorded, projected) = await database.Single(
            "",
            $"""
            select (select case when is_called then last_value else 0 end from {StoreSchema.Record}.mt_events_sequence),
              coalesce((select last_seq_id from {StoreSchema.Record}.mt_event_progression where name = '{StoreSchema.Shard}'), 0)
            """,
            r => (r.GetInt64(0), r.GetInt64(1)), cancellationToken);
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (projected != _moved.Projected || projected >= recorded) _moved = (projected, now);
            return new(recorded, projected, now - _moved.At > patience.Standstill);
        }
    }
}
