using System.Diagnostics.Metrics;
using Lineage.Server.Features.Transparency.Sealing;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Reading;

/// <summary>How the sealing of all tenants stands.</summary>
/// <param name="Recorded">The last sequence number in the record.</param>
/// <param name="Sealed">Up to here every event has a leaf, is refused, or waits in a log that is held.</param>
/// <param name="Held">Logs to which nothing is added until somebody has looked.</param>
/// <param name="Foreign">Rows that did not come through the gate.</param>
/// <param name="Late">Events that were passed at first and found by the sweep.</param>
/// <param name="Differing">Tenants whose last check found differences.</param>
internal sealed record SealingState(long Recorded, long Sealed, long Held, long Foreign, long Late, long Differing, bool Stopped)
{
    /// <summary>What an operator has to look at, one sentence each.</summary>
    public IEnumerable<string> Words()
    {
        if (Stopped) yield return $"Sealing stands still at event {Sealed} of {Recorded}.";
        if (Held > 0) yield return $"Logs held because the database does not hold what was signed: {Held}.";
        if (Foreign > 0) yield return $"Rows of the record that did not come through the gate: {Foreign}.";
        if (Late > 0) yield return $"Events sealed late: {Late}.";
        if (Differing > 0) yield return $"Tenants whose record and log differ by the last check: {Differing}.";
    }
}

/// <summary>Knows the sealer's mark, whichever server seals.</summary>
internal sealed class SealingProgress : IAsyncDisposable
{
    private static readonly Meter Meter = new("Lineage");
    private readonly Lock _gate = new();
    private readonly NpgsqlDataSource _source;
    private readonly ProjectionPatience _patience;
    private readonly LogSettings _settings;
    private readonly TimeProvider _time;
    private (long Sealed, DateTimeOffset At) _moved = (-1, DateTimeOffset.MinValue);
    private SealingState _last = new(0, 0, 0, 0, 0, 0, false);

    public SealingProgress(DatabaseConnections connections, ProjectionPatience patience, LogSettings settings, TimeProvider time)
    {
        (_patience, _settings, _time) = (patience, settings, time);
        _source = new NpgsqlDataSourceBuilder(connections.Daemon).Build();
        Meter.CreateObservableGauge("lineage.log.lag", () => _last.Recorded - _last.Sealed, "{event}", "Events that no checkpoint covers yet");
        Meter.CreateObservableGauge("lineage.log.held", () => _last.Held, "{log}", "Logs that are held because the database does not hold what was signed");
        Meter.CreateObservableGauge("lineage.log.foreign_rows", () => _last.Foreign, "{row}", "Rows of the record that did not come through the gate");
    }

    public async Task<SealingState> Now(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(
            $"""
            select coalesce((select max(seq_id) from {StoreSchema.Record}.mt_events e where {SealableRow.IsEvent}), 0), (select sealed from {LogSchema.Name}.progress),
              (select count(*) from {LogSchema.Name}.log where held is not null), (select count(*) from {LogSchema.Name}.unsealed), (select count(*) from {LogSchema.Name}.leaf where late),
              (select count(*) from {LogSchema.Name}.checked where differences > 0)
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (recorded, done) = (reader.GetInt64(0), reader.GetInt64(1));
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (done != _moved.Sealed || done >= recorded) _moved = (done, now);
            var stopped = _settings.Sealing && now - _moved.At > _patience.Standstill;
            return _last = new(Math.Max(recorded, done), done, reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), stopped);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
