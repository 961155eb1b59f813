using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Lineage.Server.Features.Transparency.Receipts;
using Lineage.Server.Infrastructure.Record;
using Npgsql;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>
/// The only way into the record. Events of a tenant that wait at the same time are appended in one transaction; each caller is answered
/// only after that transaction is durable and the receipts are signed, which is done beside the next transaction. Duplicates are removed
/// before, since one of them would fail the whole transaction.
/// </summary>
internal sealed class EventWriter(Appender appender, EventTypes types, RecordKeys keys, ReceiptSigner receipts, WriterLimits limits, TimeProvider time, ILogger<EventWriter> logger)
    : BackgroundService
{
    private const int EnoughForOneTransaction = 500;
    private const int Attempts = 8;
    private static readonly Meter Meter = new("Lineage");
    private static readonly Counter<long> Recorded = Meter.CreateCounter<long>("lineage.events.recorded", "{event}", "Events made durable");
    private static readonly Counter<long> Duplicates = Meter.CreateCounter<long>("lineage.events.duplicates", "{event}", "Events that were in the record already");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "lineage.append.duration", "s", "Time of one appending transaction",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] });

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(20_000) { SingleReader = true });
    private long _waiting;

    /// <summary>Events of one caller.</summary>
    private sealed record Waiting(string Tenant, EventRow[] Rows)
    {
        public long Weight { get; } = Rows.Sum(row => (long)row.Event.Weight);

        public TaskCompletionSource<IReadOnlyList<Appended>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>What became of the events of one transaction, by id.</summary>
    private sealed record Written(string Tenant, IReadOnlyList<Waiting> For, Dictionary<Guid, Appended> Outcomes);

    /// <summary>Appends an event, or finds that it is in the record already. Returns when it is durable.</summary>
    /// <exception cref="OverloadedException">More waits than memory should hold; nothing was stored.</exception>
    public async Task<RecordedEvent> Append(string tenant, NewEvent e)
    {
        var outcome = (await Append(tenant, new[] { e }))[0];
        if (outcome.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
        return outcome.Event!;
    }

    /// <summary>
    /// Appends events, each for itself. Returns, in their order, what became of them when all that are kept are durable; those for which
    /// there is no room have failed with an <see cref="OverloadedException"/>, and are not stored.
    /// </summary>
    public async Task<IReadOnlyList<Appended>> Append(string tenant, IReadOnlyList<NewEvent> events)
    {
        bool[] fits = [.. events.Select(Fits)];
        // Hashed here, on the caller's thread: the loop that writes is the one thing that callers share.
        var waiting = Hashed(tenant, [.. events.Where((_, n) => fits[n])]);
        if (waiting.Rows.Length > 0 && !_queue.Writer.TryWrite(waiting))
        {
            Interlocked.Add(ref _waiting, -waiting.Weight);
            fits.AsSpan().Clear();
        }

        if (!fits.Contains(true)) return [.. events.Select(_ => NoRoom)];
        var appended = await waiting.Answer.Task;
        var next = 0;
        return [.. fits.Select(kept => kept ? appended[next++] : NoRoom)];
    }

    private Waiting Hashed(string tenant, IReadOnlyList<NewEvent> admitted)
    {
        try
        {
            return new(tenant, [.. admitted.Select(e => EventRow.Of(tenant, e, keys, types))]);
        }
        catch
        {
            // What never waits must not take room for ever.
            Interlocked.Add(ref _waiting, -admitted.Sum(e => (long)e.Weight));
            throw;
        }
    }

    private static Appended NoRoom => new(null, new OverloadedException(TimeSpan.FromSeconds(1)));

    private bool Fits(NewEvent e)
    {
        if (Interlocked.Add(ref _waiting, e.Weight) <= limits.WaitingBytes) return true;
        Interlocked.Add(ref _waiting, -e.Weight);
        return false;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Ends when the queue is closed, not when stopping is asked for: what was accepted is answered.
        var answering = Task.CompletedTask;
        await foreach (var first in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            List<Waiting> batch = [first];
            for (var count = first.Rows.Length; count < EnoughForOneTransaction && _queue.Reader.TryRead(out var next); count += next.Rows.Length) batch.Add(next);
            var written = await Task.WhenAll(batch.GroupBy(w => w.Tenant, StringComparer.Ordinal).Select(tenant => Write(tenant.Key, [.. tenant])));
            await answering;
            answering = Task.WhenAll(written.Select(w => Task.Run(() => Answer(w), CancellationToken.None)));
            Interlocked.Add(ref _waiting, -batch.Sum(w => w.Weight));
        }

        await answering;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    private async Task<Written> Write(string tenant, IReadOnlyList<Waiting> batch)
    {
        var started = Stopwatch.GetTimestamp();
        Dictionary<Guid, Appended> outcomes = [];
        await Write(tenant, [.. batch.SelectMany(w => w.Rows).DistinctBy(row => row.Id)], outcomes);
        Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        return new(tenant, batch, outcomes);
    }

    private async Task Write(string tenant, IReadOnlyList<EventRow> rows, Dictionary<Guid, Appended> outcomes)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                while (rows.Count > 0)
                {
                    foreach (var e in await appender.Append(tenant, rows, Now())) outcomes[e.Id] = new(e, null);
                    rows = [.. rows.Where(row => !outcomes.ContainsKey(row.Id))];
                }

                return;
            }
            catch (Exception e) when (IsRace(e) && attempt < Attempts)
            {
                // Another process appended the same event first: look again and go on without it.
                logger.LogDebug("A batch of {Count} events lost a race ({Attempt})", rows.Count, attempt);
            }
            catch (Exception e) when (Transient.Is(e))
            {
                // Perhaps they are durable and only the answer was lost; then they are found when they are sent again.
                logger.LogError(e, "{Count} events could not be appended; their senders are asked to send them again", rows.Count);
                foreach (var row in rows) outcomes[row.Id] = new(null, new OverloadedException(TimeSpan.FromSeconds(2)));
                return;
            }
            catch (Exception) when (rows.Count > 1)
            {
                // One event must not cost its neighbours: each is tried by itself.
                foreach (var row in rows) await Write(tenant, [row], outcomes);
                return;
            }
            catch (Exception e)
            {
                logger.LogError(e, "An event could not be appended");
                outcomes[rows[0].Id] = new(null, e);
                return;
            }
        }
    }

    /// <summary>Signs the receipts and answers. An event that is durable is acknowledged also when nothing can be signed.</summary>
    private async Task Answer(Written written)
    {
        var observed = written.For.SelectMany(w => w.Rows).Where(row => row.Event.Data is IObservedEvent).Select(row => row.Id).Distinct();
        var signed = await receipts.Sign(written.Tenant, [.. observed.Select(id => written.Outcomes[id].Event).OfType<RecordedEvent>()]);
        var (seen, fresh) = (new HashSet<Guid>(), 0);
        foreach (var waiting in written.For) waiting.Answer.TrySetResult([.. waiting.Rows.Select(Outcome)]);
        Recorded.Add(fresh);
        Duplicates.Add(written.For.Sum(w => w.Rows.Length) - fresh);

        Appended Outcome(EventRow row)
        {
            if (written.Outcomes[row.Id] is not { Event: { } e }) return written.Outcomes[row.Id];
            var duplicate = e.Duplicate || !seen.Add(e.Id);
            if (!duplicate) fresh++;
            return new(e with { Duplicate = duplicate, Batch = signed.GetValueOrDefault(e.Id) }, null);
        }
    }

    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private static bool IsRace(Exception e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };
}

/// <summary>What became of one event.</summary>
/// <param name="Event">The event, durable; null when it could not be kept.</param>
/// <param name="Failure">Why it was not.</param>
internal readonly record struct Appended(RecordedEvent? Event, Exception? Failure);

/// <summary>How much the writer takes on.</summary>
/// <param name="WaitingBytes">Bytes that may wait; beyond that callers are told to come back later.</param>
internal sealed record WriterLimits(long WaitingBytes = 128L * 1024 * 1024);
