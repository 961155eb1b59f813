namespace Lineage.Client;

/// <summary>Order for a report.</summary>
/// <param name="Type">Type from the catalogue, for example <c>dataset-provenance</c>.</param>
/// <param name="Parameters">What the type asks for, for example <c>nodeId</c>.</param>
/// <param name="AsOf">Valid time; null means now.</param>
/// <param name="KnownAt">Recorded time (RFC 3339) or the mark of an earlier answer; null means now.</param>
public sealed record ReportRequest(string Type, IReadOnlyDictionary<string, string> Parameters, DateTimeOffset? AsOf = null, string? KnownAt = null);

/// <summary>Where an ordered report will be.</summary>
/// <param name="Location">Address of the report on the server.</param>
public sealed record ReportHandle(string Location)
{
    /// <summary>The id of the report, the last part of its address.</summary>
    public string Id => Location[(Location.LastIndexOf('/') + 1)..];
}

/// <summary>How far a report has come.</summary>
/// <param name="State"><c>running</c>, <c>ready</c> or <c>refused</c>.</param>
/// <param name="KnownAt">What the report was asked of; asking with it again gives the same content.</param>
/// <param name="Missing">What could not be said, of a refused report: a report is never delivered with a blank.</param>
/// <param name="ContentHash">SHA-256 of the content in hex, of a ready one.</param>
public sealed record ReportState(string State, string? KnownAt = null, IReadOnlyList<string>? Missing = null, string? ContentHash = null)
{
    /// <summary>The content can be fetched.</summary>
    public bool Succeeded => State == "ready";

    /// <summary>Nothing will change any more.</summary>
    public bool Finished => State is "ready" or "refused";
}
