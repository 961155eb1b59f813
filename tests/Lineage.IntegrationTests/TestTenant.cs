using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lineage.Contracts;

namespace Lineage.IntegrationTests;

/// <summary>A tenant of a server under test, with clients that emit and read.</summary>
internal sealed class TestTenant(LineageServer server, string name)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public string Name => name;

    public LineageServer Server => server;

    public HttpClient Emitter { get; } = server.Client(name, $"emitter of {name}", ["emitter"]);

    public HttpClient Reader { get; } = server.Client(name, $"reader of {name}", ["reader"]);

    /// <summary>A client of this tenant with other roles.</summary>
    public HttpClient Client(params string[] roles) => server.Client(name, $"somebody of {name}", roles);

    /// <summary>Posts a body that need not be an event.</summary>
    public Task<HttpResponseMessage> Post(string body, string path = "/api/v1/lineage", string contentType = "application/json") =>
        Post(Encoding.UTF8.GetBytes(body), path, contentType);

    public async Task<HttpResponseMessage> Post(byte[] body, string path = "/api/v1/lineage", string contentType = "application/json", string? encoding = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (encoding is not null) content.Headers.ContentEncoding.Add(encoding);
        return await Emitter.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    /// <summary>Emits one event that the server keeps.</summary>
    public async Task<Receipt> Emit(string json)
    {
        using var answer = await Post(json);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonSerializer.Deserialize<Receipt>(text, s_json)!;
    }

    /// <summary>Emits events, in this order, as one batch all of which the server keeps.</summary>
    public async Task<IReadOnlyList<Receipt>> Emit(params IReadOnlyList<string> events)
    {
        using var answer = await Post(string.Join('\n', events), "/api/v1/lineage/batch", "application/x-ndjson");
        var batch = await Read<TestBatch>(answer);
        Assert.Empty(batch.FailedEvents);
        return batch.Receipts;
    }

    /// <summary>Returns when everything recorded by now is in the read models.</summary>
    public async Task CatchUp()
    {
        var recorded = (await Get<Status>("/api/v1/status")).Sequence;
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            var status = await Get<Status>("/api/v1/status");
            if (status.Projected >= recorded) return;
            Assert.True(waited.Elapsed < s_patience, $"the projection stands at {status.Projected} of {recorded}");
        }
    }

    public async Task<T> Get<T>(string path)
    {
        using var answer = await Reader.GetAsync(new Uri(path, UriKind.Relative));
        return await Read<T>(answer);
    }

    public Task<JsonObject> Export(string query = "") => Get<JsonObject>($"/api/v1/graph/export{query}");

    /// <summary>Asks for lineage; <paramref name="query"/> is further parameters, beginning with &amp;.</summary>
    public Task<LineageAnswer> Lineage(NodeId node, string query = "") => Get<LineageAnswer>($"/api/v1/lineage?nodeId={Uri.EscapeDataString(node.ToString())}{query}");

    public static async Task<T> Read<T>(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize<T>(text, s_json)!;
    }

    private sealed record Status(long Sequence, long Projected);
}

/// <summary>The answer to a batch.</summary>
internal sealed record TestBatch(
    string Status, BatchSummary Summary, [property: System.Text.Json.Serialization.JsonPropertyName("failed_events")] IReadOnlyList<FailedEvent> FailedEvents, IReadOnlyList<Receipt> Receipts);
