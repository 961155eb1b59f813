using System.Globalization;
using System.Net;
using System.Text.Json;
using Lineage.Contracts;

namespace Lineage.Client;

/// <summary>The verifier keys of a tenant's log (C2SP signed-note, "Verifier keys").</summary>
/// <param name="Origin">Origin of the present log.</param>
/// <param name="Key">The key that signs now.</param>
/// <param name="Earlier">Keys that signed before it, newest first.</param>
public sealed record LogKeys(string Origin, string Key, IReadOnlyList<string> Earlier);

public sealed partial class LineageClient
{
    /// <summary>The keys that the server says its log is signed with; whom to believe is for the caller to decide.</summary>
    /// <exception cref="LineageProblemException">No right to read the log.</exception>
    public Task<LogKeys> GetLogKeysAsync(CancellationToken ct = default) => GetJsonAsync<LogKeys>("api/v1/log/key", ct);

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
}
