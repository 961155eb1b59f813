using System.Collections.Concurrent;
using System.Threading.Channels;
using Lineage.Server.Infrastructure.Identity;

namespace Lineage.Server.Features.Reports;

/// <summary>Makes reports one after another, so that a large one never slows the doors. A request that a stop interrupted is taken up when it is next asked for.</summary>
internal sealed class ReportWorker(IServiceScopeFactory scopes, ILogger<ReportWorker> logger) : BackgroundService
{
    private readonly Channel<(Caller Caller, Guid Report)> _queue = Channel.CreateBounded<(Caller, Guid)>(1000);
    private readonly ConcurrentDictionary<Guid, bool> _waiting = new();

    /// <summary>Reports that wait to be made or are being made.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Sees to it that the report gets made.</summary>
    /// <exception cref="OverloadedException">Too many reports wait.</exception>
    public void Make(Caller caller, Guid report)
    {
        if (!_waiting.TryAdd(report, true)) return;
        if (_queue.Writer.TryWrite((caller, report))) return;
        _waiting.TryRemove(report, out _);
        throw new OverloadedException(TimeSpan.FromSeconds(10));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (caller, report) in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<CallerAccessor>().ActAs(caller);
                await scope.ServiceProvider.GetRequiredService<ReportMaker>().Issue(caller, report, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "Report {Report} could not be made; it is tried again when it is next asked for", report);
            }
            finally
            {
                _waiting.TryRemove(report, out _);
            }
        }
    }
}
