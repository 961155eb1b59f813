using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lineage.Contracts;

namespace Lineage.IntegrationTests.Catalog;

/// <summary>Ways to ask the catalogue.</summary>
internal static class Answers
{
    public static string Id(string ns, string name) => Uri.EscapeDataString(new DatasetNode(ns, name).ToString());

    public static string JobId(string name, string ns = "etl") => Uri.EscapeDataString(new JobNode(ns, name).ToString());

    public static async Task<T> Get<T>(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await TestTenant.Read<T>(answer);
    }

    public static async Task<HttpStatusCode> Status(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    public static Task<NodeDetails> Node(this HttpClient client, string id, string query = "") => client.Get<NodeDetails>($"/api/v1/nodes?nodeId={id}{query}");

    public static async Task<Listing<SearchHit>> Find(this HttpClient client, object search)
    {
        using var answer = await client.PostAsJsonAsync(new Uri("/api/v1/search", UriKind.Relative), search);
        return await TestTenant.Read<Listing<SearchHit>>(answer);
    }

    /// <summary>All items of a list, page by page; <paramref name="between"/> is run after each page.</summary>
    public static async Task<List<T>> All<T>(this HttpClient client, string path, Func<Task>? between = null)
    {
        var items = new List<T>();
        string? cursor = null;
        do
        {
            var page = await client.Get<Listing<T>>($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{(cursor is null ? "" : $"cursor={cursor}")}");
            items.AddRange(page.Items);
            cursor = page.NextCursor;
            if (between is not null) await between();
        }
        while (cursor is not null);
        return items;
    }

    /// <summary>The problem that a path is answered with.</summary>
    public static async Task<(HttpStatusCode Status, string Text)> Problem(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var pointers = problem["errors"] is JsonObject errors ? string.Join(' ', errors.Select(e => e.Key)) : problem["pointer"]?.GetValue<string>();
        return (answer.StatusCode, $"{problem["type"]} {pointers}");
    }
}
