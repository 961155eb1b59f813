using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using JasperFx.Events;
using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Receipts;
using Lineage.Server.Infrastructure.Record;
using Marten;
using Npgsql;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>
/// The only way into the record. Events of a tenant that wait at the same time are appended in one transaction; each caller is answered
/// only after that transaction is durable and the receipts are signed, which is done beside the next transaction. Duplicates are removed
/// before, since one of them would fail the whole transaction.
/// </summary>
internal sealed class EventWriter(IDocumentStore store, TenantDatabase database, RecordKeys keys, ReceiptSigner receipts, WriterLimits limits, TimeProvider time, ILogger<EventWriter> logger)
    : BackgroundService
{
    private const int MostInOneTransaction = 500;
    private const int Attempts = 8;
    private static readonly Meter Meter = new("Lineage");
    private static readonly Counter<long> Recorded = Meter.CreateCounter<long>("lineage.events.recorded", "{event}", "Events made durable");
    private static readonly Counter<long> Duplicates = Meter.CreateCounter<long>("lineage.events.duplicates", "{event}", "Events that were in the record already");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "lineage.append.duration", "s", "Time of one appending transaction",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] });

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(20_000) { SingleReader = true });
    private long _waiting;

    private sealed record Kept(Waiting By, RecordedEvent Event);

    private sealed record Waiting(string Tenant, NewEvent Event, TaskCompletionSource<RecordedEvent> Answer);

    /// <summary>Appends an event, or finds that it is in the record already. Returns when it is durable.</summary>
    /// <exception cref="OverloadedException">More waits than memory should hold; nothing was stored.</exception>
    public Task<RecordedEvent> Append(string tenant, NewEvent e)
    {
        var waiting = new Waiting(tenant, e, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Interlocked.Add(ref _waiting, e.Weight) > limits.WaitingBytes || !_queue.Writer.TryWrite(waiting))
        {
            Interlocked.Add(ref _waiting, -e.Weight);
            throw new OverloadedException(TimeSpan.FromSeconds(1));
        }

        return waiting.Answer.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Ends when the queue is closed, not when stopping is asked for: what was accepted is answered.
        var answering = Task.CompletedTask;
        await foreach (var first in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            List<Waiting> batch = [first];
            while (batch.Count < MostInOneTransaction && _queue.Reader.TryRead(out var next)) batch.Add(next);
            var kept = await Task.WhenAll(batch.GroupBy(w => w.Tenant, StringComparer.Ordinal).Select(async tenant => (Tenant: tenant.Key, Events: await Write(tenant.Key, [.. tenant]))));
            await answering;
            answering = Task.WhenAll(kept.Select(tenant => Task.Run(() => Answer(tenant.Tenant, tenant.Events), CancellationToken.None)));
            Interlocked.Add(ref _waiting, -batch.Sum(w => (long)w.Event.Weight));
        }

        await answering;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <returns>What is durable now. Whoever waits for the rest has been told why it is not.</returns>
    private async Task<List<Kept>> Write(string tenant, List<Waiting> batch)
    {
        var started = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var kept = await Transaction(tenant, batch);
                Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
                return kept;
            }
            catch (Exception e) when (IsRace(e) && attempt < Attempts)
            {
                // Another process appended to one of the streams, or the same event, first: look again and go on without it.
                logger.LogDebug("A batch of {Count} events lost a race ({Attempt})", batch.Count, attempt);
            }
            catch (Exception) when (batch.Count > 1)
            {
                // One event must not cost its neighbours: each is tried by itself.
                List<Kept> kept = [];
                foreach (var one in batch) kept.AddRange(await Write(tenant, [one]));
                return kept;
            }
            catch (Exception e)
            {
                logger.LogError(e, "An event could not be appended");
                batch[0].Answer.TrySetException(Transient.Is(e) ? new OverloadedException(TimeSpan.FromSeconds(2)) : e);
                return [];
            }
        }
    }

    private async Task<List<Kept>> Transaction(string tenant, List<Waiting> batch)
    {
        var known = await Known(tenant, [.. batch.Select(w => w.Event.Id).Distinct()]);
        var fresh = batch.Where(w => !known.ContainsKey(w.Event.Id)).DistinctBy(w => w.Event.Id).ToList();
        if (fresh.Count > 0)
        {
            await using var session = store.LightweightSession(tenant);
            var now = time.GetUtcNow();
            now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
            var appended = fresh.Select(w => (w.Event, Envelope: Envelope(session, tenant, w.Event, now))).ToList();
            foreach (var stream in appended.GroupBy(a => a.Event.Stream)) session.Events.Append(stream.Key, stream.Select(a => (object)a.Envelope.Event));
            await session.SaveChangesAsync();
            Recorded.Add(fresh.Count);
            foreach (var (e, envelope) in appended)
                known[e.Id] = new(e.Id, envelope.Event.Sequence, now, false, envelope.Commitment, e.Flags);
        }

        var seen = new HashSet<Guid>();
        return [.. batch.Select(waiting => new Kept(waiting, known[waiting.Event.Id] is var e && !e.Duplicate && seen.Add(e.Id) ? e : e with { Duplicate = true }))];
    }

    /// <summary>Signs the receipts and answers. An event that is durable is acknowledged also when nothing can be signed.</summary>
    private async Task Answer(string tenant, List<Kept> kept)
    {
        Duplicates.Add(kept.Count(k => k.Event.Duplicate));
        var signed = await receipts.Sign(tenant, [.. kept.Where(k => k.By.Event.Data is IObservedEvent).Select(k => k.Event).DistinctBy(e => e.Id)]);
        foreach (var (by, e) in kept) by.Answer.TrySetResult(e with { Batch = signed.GetValueOrDefault(e.Id) });
    }

    private (IEvent Event, Commitment Commitment) Envelope(IDocumentSession session, string tenant, NewEvent e, DateTimeOffset now)
    {
        var envelope = session.Events.BuildEvent(e.Data);
        var commitment = Commitment.To(EventBytes.Of(e.Data));
        (envelope.Id, envelope.Timestamp) = (e.Id, now);
        envelope.SetHeader(Headers.Commit, commitment.Value);
        envelope.SetHeader(Headers.Salt, commitment.Salt);
        envelope.SetHeader(Headers.Actor, e.Actor);
        envelope.SetHeader(Headers.Request, e.RequestId);
        envelope.SetHeader(Headers.Mac, keys.Mac(e.Id, tenant, e.Stream, envelope.EventTypeName, e.Actor, commitment.Value));
        if (e.Flags.Count > 0) envelope.SetHeader(Headers.Flags, string.Join('\n', e.Flags));
        if (e.Core is not null)
        {
            var core = Commitment.To(e.Core);
            envelope.SetHeader(Headers.Core, core.Value);
            envelope.SetHeader(Headers.CoreSalt, core.Salt);
        }

        return (envelope, commitment);
    }

    private async Task<Dictionary<Guid, RecordedEvent>> Known(string tenant, Guid[] ids) =>
        (await database.Query(
            tenant,
            $"""
            select id, seq_id, timestamp, coalesce(headers->>'{Headers.Commit}', ''), coalesce(headers->>'{Headers.Salt}', ''), coalesce(headers->>'{Headers.Flags}', '')
            from {StoreSchema.Record}.mt_events where tenant_id = $1 and id = any($2)
            """,
            r => new RecordedEvent(r.GetGuid(0), r.GetInt64(1), r.GetFieldValue<DateTimeOffset>(2), true, new(r.GetString(3), r.GetString(4)), StoredHeaders.Words(r.GetString(5))),
            CancellationToken.None, Parameter.Of(tenant), Parameter.Of(ids))).ToDictionary(e => e.Id);

    private static bool IsRace(Exception e) =>
        e is EventStreamUnexpectedMaxEventIdException or Marten.Exceptions.ExistingStreamIdCollisionException or JasperFx.ConcurrencyException
        || (e as PostgresException ?? e.InnerException as PostgresException) is { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };
}

/// <summary>How much the writer takes on.</summary>
/// <param name="WaitingBytes">Bytes that may wait; beyond that callers are told to come back later.</param>
internal sealed record WriterLimits(long WaitingBytes = 128L * 1024 * 1024);
