using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Lineage.Client;

/// <summary>
/// Speaks to a Lineage server: sends OpenLineage events and asks for lineage, reports and state.
/// Requests that fail for a passing reason (500, 502, 503, 504, no connection, no answer in time) are sent again with the same bytes;
/// the server knows an event by its bytes, so a repeated one is answered as a duplicate and changes nothing.
/// Safe for use by many threads. The HTTP client stays the caller's.
/// </summary>
public sealed partial class LineageClient
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient http;
    private readonly Uri url;

    /// <summary>Makes a client.</summary>
    /// <param name="http">Connection pool and proxies; its own timeout should be longer than <see cref="LineageClientOptions.Timeout"/>.</param>
    /// <param name="options">Address, token and patience; null takes the address from <paramref name="http"/>.</param>
    /// <exception cref="ArgumentException">Neither the options nor the HTTP client name a server.</exception>
    public LineageClient(HttpClient http, LineageClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        this.http = http;
        Options = options ?? new();
        var address = Options.Url ?? http.BaseAddress ?? throw new ArgumentException("No server address: set Url or the base address of the HTTP client.", nameof(options));
        url = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }

    /// <summary>The options this client was made with.</summary>
    public LineageClientOptions Options { get; }

    /// <summary>Asks for anything the server answers with JSON that has no method of its own here.</summary>
    /// <param name="path">Path and query below the server's address, for example <c>api/v1/namespaces</c>.</param>
    /// <param name="ct">Stops the request.</param>
    /// <exception cref="LineageProblemException">The server refused, or kept failing.</exception>
    /// <exception cref="HttpRequestException">No connection after all retries.</exception>
    /// <exception cref="TimeoutException">No answer in time after all retries.</exception>
    public Task<JsonElement> GetAsync(string path, CancellationToken ct = default) => GetJsonAsync<JsonElement>(path, ct);

    private async Task<T> GetJsonAsync<T>(string path, CancellationToken ct)
    {
        using var response = await SendAsync(() => Request(HttpMethod.Get, path, "application/json"), whole: true, ct).ConfigureAwait(false);
        return await ReadJsonAsync<T>(response, ct).ConfigureAwait(false);
    }

    private static async Task<T> ReadJsonAsync<T>(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync<T>(body, Json, ct).ConfigureAwait(false) ?? throw new JsonException("The server answered null.");
    }

    private Task<HttpResponseMessage> PostAsync(string path, ReadOnlyMemory<byte> body, CancellationToken ct) => WriteAsync(HttpMethod.Post, path, body, ct);

    private Task<HttpResponseMessage> WriteAsync(HttpMethod method, string path, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var zip = Options.Gzip && body.Length >= Options.GzipThreshold;
        var payload = zip ? Compress(body) : body;
        return SendAsync(() =>
        {
            var request = Request(method, path, "application/json");
            request.Content = new ReadOnlyMemoryContent(payload);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (zip)
                request.Content.Headers.ContentEncoding.Add("gzip");
            return request;
        }, whole: true, ct);
    }

    private static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body.Span);
        return packed.ToArray();
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string accept)
    {
        var target = new Uri(url, path);
        if (Uri.Compare(target, url, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0)
            throw new InvalidOperationException("The server named an address on another origin; the token is not sent there.");
        var request = new HttpRequestMessage(method, target);
        request.Headers.Accept.ParseAdd(accept);
        if (Options.Token is { Length: > 0 } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    /// <param name="make">Makes the request anew for each attempt.</param>
    /// <param name="whole">Take in the whole answer, so that one that breaks off counts as a failed attempt; false for large ones.</param>
    /// <param name="ct">Gives up.</param>
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, bool whole, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            var last = attempt >= Options.Retries;
            TimeSpan? asked = null;
            try
            {
                using var request = make();
                var response = await AttemptAsync(request, whole, ct).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                    return response;
                using (response)
                {
                    if (last || !Retry.IsPassing(response.StatusCode))
                        throw await LineageProblemException.ReadAsync(response, ct).ConfigureAwait(false);
                    asked = Retry.After(response.Headers.RetryAfter, Options.Time);
                }
            }
            catch (HttpRequestException) when (!last)
            {
                // No connection, or it broke: the event may have arrived or not, and sending it again is harmless either way.
            }
            catch (TimeoutException) when (!last)
            {
            }

            await Task.Delay(Retry.Delay(attempt, asked, Options), Options.Time, ct).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, bool whole, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Options.Timeout, Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await http.SendAsync(request, whole ? HttpCompletionOption.ResponseContentRead : HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The server did not answer within {Options.Timeout.TotalSeconds:0.#} s.", e);
        }
    }
}
