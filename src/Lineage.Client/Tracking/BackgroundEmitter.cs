using System.Threading.Channels;

namespace Lineage.Client;

/// <summary>
/// Sends events behind its host's back: a bounded queue, one sender, the order kept. It never throws at its host and never makes it wait,
/// except for the bounded flush when it is disposed. What cannot be sent is counted and told to a callback.
/// </summary>
public sealed class BackgroundEmitter : IAsyncDisposable
{
    private readonly LineageClient client;
    private readonly TimeSpan flushTimeout;
    private readonly Action<Exception>? onError;
    private readonly Channel<ReadOnlyMemory<byte>> queue;
    private readonly CancellationTokenSource stop = new();
    private readonly Task sender;
    private int failed;
    private int disposed;

    /// <summary>Starts the sender.</summary>
    /// <param name="client">Sends; its retries apply to each event.</param>
    /// <param name="capacity">Most events that wait; further ones are dropped and counted as failed.</param>
    /// <param name="flushTimeout">Longest wait on dispose; null means 5 seconds.</param>
    /// <param name="onError">Told of every event that is lost, from any thread; what it throws is ignored.</param>
    public BackgroundEmitter(LineageClient client, int capacity = 1000, TimeSpan? flushTimeout = null, Action<Exception>? onError = null)
    {
        this.client = client;
        this.flushTimeout = flushTimeout ?? TimeSpan.FromSeconds(5);
        this.onError = onError;
        queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(capacity) { SingleReader = true });
        sender = Task.Run(SendAllAsync);
    }

    /// <summary>How many events were lost so far.</summary>
    public int Failed => Volatile.Read(ref failed);

    /// <summary>Queues one event.</summary>
    /// <param name="evt">UTF-8 JSON; must not be changed afterwards.</param>
    /// <returns>False when the queue is full or closed; the event is then lost and counted.</returns>
    public bool TryEmit(ReadOnlyMemory<byte> evt)
    {
        if (queue.Writer.TryWrite(evt))
            return true;
        Lost(new InvalidOperationException("The queue of events is full or closed; an event was dropped."));
        return false;
    }

    /// <summary>Sends what is queued, for as long as the flush may take, then drops the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
            return;
        queue.Writer.TryComplete();
        try
        {
            await sender.WaitAsync(flushTimeout, client.Options.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await sender.ConfigureAwait(false);
        }

        stop.Dispose();
    }

    internal void Lost(Exception reason)
    {
        Interlocked.Increment(ref failed);
        try
        {
            onError?.Invoke(reason);
        }
        catch (Exception)
        {
            // The host's own handler must not break the host's work.
        }
    }

    private async Task SendAllAsync()
    {
        await foreach (var evt in queue.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            try
            {
                await client.EmitAsync(evt, stop.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Lost(e);
            }
        }
    }
}
