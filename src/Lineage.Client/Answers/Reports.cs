using System.Text.Json;

namespace Lineage.Client;

/// <summary>Order for a report.</summary>
/// <param name="Type">Type from the catalogue, for example <c>dataset-provenance</c>.</param>
/// <param name="Parameters">What the type asks for, for example <c>nodeId</c>.</param>
/// <param name="AsOf">Valid time; null means now.</param>
/// <param name="KnownAt">Recorded time (RFC 3339) or <c>log:SIZE</c>; null means now.</param>
public sealed record ReportRequest(string Type, IReadOnlyDictionary<string, string> Parameters, DateTimeOffset? AsOf = null, string? KnownAt = null);

/// <summary>Where an ordered report will be.</summary>
/// <param name="Location">Address of the report on the server.</param>
public sealed record ReportHandle(string Location)
{
    /// <summary>The id of the report, the last part of its address.</summary>
    public string Id => Location[(Location.LastIndexOf('/') + 1)..];
}

/// <summary>How far a report has come.</summary>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>done</c>, <c>failed</c> or <c>refused</c>.</param>
/// <param name="Progress">From 0 to 1; null when it cannot be told.</param>
/// <param name="Reason">Why there is no content, when it failed or was refused.</param>
/// <param name="Counts">What was counted on the way, by name.</param>
public sealed record ReportState(string State, double? Progress = null, string? Reason = null, IReadOnlyDictionary<string, JsonElement>? Counts = null)
{
    private static readonly string[] Good = ["done", "completed", "complete", "ready", "succeeded"];
    private static readonly string[] Bad = ["failed", "refused", "cancelled"];

    /// <summary>The content can be fetched.</summary>
    public bool Succeeded => Good.Contains(State, StringComparer.OrdinalIgnoreCase);

    /// <summary>Nothing will change any more.</summary>
    public bool Finished => Succeeded || Bad.Contains(State, StringComparer.OrdinalIgnoreCase);
}
