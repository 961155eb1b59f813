using System.Globalization;
using System.Net;
using System.Text.Json;
using Lineage.Contracts;
using Lineage.Merkle;

namespace Lineage.Client;

public sealed partial class LineageClient
{
    /// <summary>The entry of an event and the proof that it is in the log; nothing of it is verified here.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="sequence">Its place in the record as the receipt says, by which it is found even when its row is gone.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Null when no checkpoint covers such an event.</returns>
    /// <exception cref="LineageProblemException">The server refused, or kept failing.</exception>
    public async Task<InclusionAnswer?> FindInclusionAsync(Guid eventId, long? sequence = null, CancellationToken ct = default)
    {
        try
        {
            var place = sequence is { } number ? string.Create(CultureInfo.InvariantCulture, $"&sequence={number}") : "";
            return await GetJsonAsync<InclusionAnswer>($"api/v1/log/proofs/inclusion?eventId={eventId:D}{place}", ct).ConfigureAwait(false);
        }
        catch (LineageProblemException absent) when (absent.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The verifier keys of the tenant's log, as the server names them.</summary>
    /// <exception cref="LineageProblemException">The server refused, or kept failing.</exception>
    public Task<LogKeyAnswer> GetLogKeyAsync(CancellationToken ct = default) => GetJsonAsync<LogKeyAnswer>("api/v1/log/key", ct);

    /// <summary>The proof that the log of one size is the beginning of the log of another, with the last signed checkpoint; nothing of it is verified here.</summary>
    /// <param name="from">The smaller size.</param>
    /// <param name="to">The larger size; the last one when null.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="LineageProblemException">404 when nothing is sealed, 422 when the log is shorter.</exception>
    public Task<ConsistencyAnswer> GetConsistencyAsync(long from, long? to = null, CancellationToken ct = default) =>
        GetJsonAsync<ConsistencyAnswer>(string.Create(CultureInfo.InvariantCulture, $"api/v1/log/proofs/consistency?from={from}{(to is { } size ? $"&to={size}" : "")}"), ct);

    /// <summary>A file of a log as C2SP tlog-tiles names it; null when there is none.</summary>
    /// <param name="tenant">The tenant of the token.</param>
    /// <param name="path"><c>checkpoint</c>, <c>tile/...</c>, or either after <c>R1/</c> and so on for a log that a restore has closed.</param>
    /// <param name="ct">Stops the request.</param>
    /// <exception cref="LineageProblemException">No right to read the log.</exception>
    public async Task<byte[]?> GetLogFileAsync(string tenant, string path, CancellationToken ct = default)
    {
        try
        {
            using var response = await SendAsync(() => Request(HttpMethod.Get, $"log/{Uri.EscapeDataString(tenant)}/{path}", "*/*"), whole: true, ct).ConfigureAwait(false);
            return await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false);
        }
        catch (LineageProblemException missing) when (missing.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The first checkpoint of a log that covers an entry, as it was signed then; null when there is none.</summary>
    /// <param name="origin">Origin of the log.</param>
    /// <param name="index">Place of the entry.</param>
    /// <param name="ct">Stops the request.</param>
    public async Task<byte[]?> GetCoveringCheckpointAsync(string origin, long index, CancellationToken ct = default)
    {
        try
        {
            var query = $"origin={Uri.EscapeDataString(origin)}&covering={index.ToString(CultureInfo.InvariantCulture)}";
            using var response = await SendAsync(() => Request(HttpMethod.Get, $"api/v1/log/checkpoint?{query}", "*/*"), whole: true, ct).ConfigureAwait(false);
            return await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false);
        }
        catch (LineageProblemException missing) when (missing.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads a page of rows of the record, one by one, with everything their entries can be recomputed from.</summary>
    /// <param name="after">Only rows after this sequence number.</param>
    /// <param name="limit">Most rows, at most 10,000.</param>
    /// <param name="take">Takes each row as it comes.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <returns>How far the record is sealed, and where to go on.</returns>
    /// <exception cref="LineageProblemException">No right to read stored events.</exception>
    /// <exception cref="HttpRequestException">The answer broke off.</exception>
    public async Task<(LogRowsHead Head, LogRowsEnd End)> GetLogRowsAsync(long after, int limit, Action<LogRow> take, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(take);
        var query = string.Create(CultureInfo.InvariantCulture, $"after={after}&limit={limit}");
        using var response = await SendAsync(() => Request(HttpMethod.Get, $"api/v1/log/rows?{query}", "application/x-ndjson"), whole: false, ct).ConfigureAwait(false);
        var (head, end) = ((LogRowsHead?)null, (LogRowsEnd?)null);
        var body = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        await foreach (var line in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(body, topLevelValues: true, Json, ct).ConfigureAwait(false))
        {
            if (line.TryGetProperty("eventId", out _)) take(line.Deserialize<LogRow>(Json)!);
            else if (head is null) head = line.Deserialize<LogRowsHead>(Json);
            else end = line.Deserialize<LogRowsEnd>(Json);
        }

        return head is not null && end is not null ? (head, end) : throw new HttpRequestException("The rows broke off before their last line.");
    }

    private async Task KeepAsync(IReadOnlyList<Receipt> receipts, CancellationToken ct)
    {
        if (Options.Receipts is not { } book) return;
        book.Keep(receipts);
        if (!book.ShouldAsk(receipts)) return;
        try
        {
            // One attempt: a key that is not remembered now can still be pinned later, and the event must not wait for it.
            using var request = Request(HttpMethod.Get, "api/v1/log/key", "application/json");
            using var response = await AttemptAsync(request, whole: true, ct).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) return;
            foreach (var text in (await ReadJsonAsync<LogKeyAnswer>(response, ct).ConfigureAwait(false)).All)
                if (VerifierKey.TryParse(text, out var key)) book.Remember(key);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or JsonException or IOException or OperationCanceledException)
        {
            // The event was taken, which is what the caller asked for.
        }
    }
}
