using System.Text.Json;
using Lineage.Contracts;
using Lineage.Contracts.OpenLineage;

namespace Lineage.Client;

public sealed partial class LineageClient
{
    /// <summary>Sends one OpenLineage event.</summary>
    /// <param name="evt">The event; it is sent as it is written in its source, so that the same element is the same event.</param>
    /// <param name="ct">Gives up waiting; the event may have been taken already.</param>
    /// <returns>The receipt; <see cref="Receipt.Duplicate"/> says that these bytes had been taken before.</returns>
    /// <exception cref="LineageProblemException">The event was refused, or the server kept failing.</exception>
    /// <exception cref="HttpRequestException">No connection after all retries.</exception>
    /// <exception cref="TimeoutException">No answer in time after all retries.</exception>
    public Task<Receipt> EmitAsync(JsonElement evt, CancellationToken ct = default) => EmitAsync(System.Text.Encoding.UTF8.GetBytes(evt.GetRawText()), ct);

    /// <summary>Sends one OpenLineage run event.</summary>
    /// <inheritdoc cref="EmitAsync(JsonElement, CancellationToken)"/>
    public Task<Receipt> EmitAsync(RunEvent evt, CancellationToken ct = default) => EmitAsync(JsonSerializer.SerializeToUtf8Bytes(evt, OpenLineageJson.Default.RunEvent), ct);

    /// <summary>Sends one OpenLineage event given as UTF-8 JSON; the bytes go out unchanged.</summary>
    /// <inheritdoc cref="EmitAsync(JsonElement, CancellationToken)"/>
    public async Task<Receipt> EmitAsync(ReadOnlyMemory<byte> evt, CancellationToken ct = default)
    {
        using var response = await PostAsync("api/v1/lineage", evt, ct).ConfigureAwait(false);
        var receipt = await ReadJsonAsync<Receipt>(response, ct).ConfigureAwait(false);
        await KeepAsync([receipt], ct).ConfigureAwait(false);
        return receipt;
    }

    /// <summary>Sends several events in one request; each stands for itself, so some may be taken and others refused.</summary>
    /// <param name="events">The events, each as UTF-8 JSON; their bytes go out unchanged inside one array.</param>
    /// <param name="ct">Gives up waiting; any of the events may have been taken already.</param>
    /// <returns>Counts, refusals by position in <paramref name="events"/>, and receipts.</returns>
    /// <exception cref="LineageProblemException">The request as a whole was refused (no right, too large), or the server kept failing.</exception>
    /// <exception cref="HttpRequestException">No connection after all retries.</exception>
    /// <exception cref="TimeoutException">No answer in time after all retries.</exception>
    public async Task<BatchAnswer> EmitBatchAsync(IReadOnlyCollection<ReadOnlyMemory<byte>> events, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        using var body = new MemoryStream(events.Sum(e => e.Length + 1) + 2);
        body.WriteByte((byte)'[');
        var first = true;
        foreach (var evt in events)
        {
            if (!first)
                body.WriteByte((byte)',');
            first = false;
            body.Write(evt.Span);
        }

        body.WriteByte((byte)']');
        using var response = await PostAsync("api/v1/lineage/batch", body.GetBuffer().AsMemory(0, (int)body.Length), ct).ConfigureAwait(false);
        var answer = await ReadJsonAsync<BatchAnswer>(response, ct).ConfigureAwait(false);
        await KeepAsync([.. answer.Receipts ?? []], ct).ConfigureAwait(false);
        return answer;
    }
}
