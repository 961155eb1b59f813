using System.Net;
using System.Text.Json;

namespace Lineage.Client;

/// <summary>The server answered with an error; problem details (RFC 9457) are kept as far as the answer has them.</summary>
public sealed class LineageProblemException : Exception
{
    internal LineageProblemException(HttpStatusCode status, string? type, string? title, string? detail, IReadOnlyDictionary<string, string[]> errors)
        : base(detail ?? title ?? $"The server answered {(int)status}.")
    {
        Status = status;
        Type = type ?? "about:blank";
        Detail = detail ?? title;
        Errors = errors;
    }

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>Stable name of the problem: <c>urn:lineage:problem:…</c> for malformed input, <c>urn:lineage:rule:…</c> for what a rule forbids, else <c>about:blank</c>.</summary>
    public string Type { get; }

    /// <summary>What went wrong, in words; null when the server did not say.</summary>
    public string? Detail { get; }

    /// <summary>What is wrong with the input, by JSON pointer (RFC 6901); empty when the answer names none.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; }

    internal static async Task<LineageProblemException> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false), cancellationToken: ct).ConfigureAwait(false);
            var problem = body.RootElement;
            if (problem.ValueKind == JsonValueKind.Object)
                return new(response.StatusCode, Text(problem, "type"), Text(problem, "title"), Text(problem, "detail"), ReadErrors(problem));
        }
        catch (JsonException)
        {
            // A proxy on the way answers in its own format; its status is all that can be told.
        }

        return new(response.StatusCode, null, response.ReasonPhrase, null, new Dictionary<string, string[]>());
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, string[]> ReadErrors(JsonElement problem) =>
        problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
            ? errors.EnumerateObject().ToDictionary(e => e.Name, e => Messages(e.Value))
            : [];

    private static string[] Messages(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(m => m.ToString())] : [value.ToString()];
}
