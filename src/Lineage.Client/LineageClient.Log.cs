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
