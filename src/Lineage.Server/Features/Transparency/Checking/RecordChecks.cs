using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Lineage.Merkle;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Checking;

/// <summary>Runs checks, one at a time for each tenant, and keeps what the last one found where every server reads it.</summary>
internal sealed class RecordChecks : IAsyncDisposable
{
    private const int RestPerWork = 4;
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);
    private static readonly Meter Meter = new("Lineage");
    private readonly ConcurrentDictionary<string, RunningCheck> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long Count, Guid? First)> _last = new(StringComparer.Ordinal);
    private readonly NpgsqlDataSource _database;
    private readonly RecordCheck _check;
    private readonly ILogger<RecordChecks> _logger;
    private long _fullPass;

    public RecordChecks(RecordCheck check, DatabaseConnections connections, ILogger<RecordChecks> logger)
    {
        (_check, _logger) = (check, logger);
        _database = new NpgsqlDataSourceBuilder(connections.Daemon).Build();
        Meter.CreateObservableGauge("lineage.log.differences", () => _last.Values.Sum(last => last.Count), "{difference}", "Differences between record and log that the last check of each tenant found here");
        Meter.CreateObservableGauge("lineage.log.checked_at", () => Volatile.Read(ref _fullPass), "s", "When the last check of all tenants ended here, in seconds since 1970; 0 before the first");
    }

    public bool IsRunning(string tenant) => _running.ContainsKey(tenant);

    public void PassedAll(DateTimeOffset at) => Volatile.Write(ref _fullPass, at.ToUnixTimeSeconds());

    /// <summary>Checks a tenant, or joins the check that runs already.</summary>
    /// <param name="gently">Rest between pages; whoever joins without it takes the rests away.</param>
    public Task<LogCheckResult> Run(string tenant, bool gently, CancellationToken cancellationToken)
    {
        var mine = new RunningCheck();
        var running = _running.GetOrAdd(tenant, mine);
        if (!gently) running.Hurry.TrySetResult();
        if (running == mine) _ = Start(tenant, mine, cancellationToken);
        return running.Result.Task;
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    private async Task Start(string tenant, RunningCheck running, CancellationToken cancellationToken)
    {
        try
        {
            var page = Stopwatch.StartNew();
            var result = await _check.Run(tenant, async (_, stop) =>
            {
                var rest = page.Elapsed * RestPerWork;
                if (!running.Hurry.Task.IsCompleted) await Task.WhenAny(running.Hurry.Task, Task.Delay(rest < LongestRest ? rest : LongestRest, stop));
                page.Restart();
            }, cancellationToken);
            await Keep(tenant, result, cancellationToken);
            _running.TryRemove(tenant, out _);
            running.Result.SetResult(result);
        }
        catch (Exception e)
        {
            _running.TryRemove(tenant, out _);
            running.Result.SetException(e);
        }
    }

    private async Task Keep(string tenant, LogCheckResult result, CancellationToken cancellationToken)
    {
        var now = (result.DifferenceCount, result.FirstEventId);
        if (result.DifferenceCount > 0 && (!_last.TryGetValue(tenant, out var before) || before != now))
            _logger.LogCritical("Record and log of a tenant differ in {Count} places; the first event is {Event}: {Words}", result.DifferenceCount, result.FirstEventId, First(result).Words);
        _last[tenant] = now;
        await using var command = _database.CreateCommand(
            $"""
            insert into {LogSchema.Name}.checked (tenant_id, at, differences, result) values ($1, $2, $3, $4)
            on conflict (tenant_id) do update set at = excluded.at, differences = excluded.differences, result = excluded.result
            """);
        foreach (var parameter in new[] { Parameter.Of(tenant), Parameter.Of(result.FinishedAt), Parameter.Of(result.DifferenceCount), Parameter.Of(JsonSerializer.Serialize(result, WireJson.Options)) }) command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static LogDifference First(LogCheckResult result) => result.Differences.FirstOrDefault(d => d.EventId is not null) ?? result.Differences[0];

    private sealed class RunningCheck
    {
        public TaskCompletionSource<LogCheckResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Hurry { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
