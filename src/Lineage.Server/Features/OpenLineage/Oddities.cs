using System.Text.Json;
using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>What is unusual about an event that is kept all the same. Flags name kinds and places, never values.</summary>
internal static class Oddities
{
    /// <summary>The most flags kept of one event.</summary>
    public const int Most = 50;

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly HashSet<string> EventTypes = ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"];

    /// <param name="e">The event, of the shape that the door asks for.</param>
    /// <param name="now">The server's time.</param>
    public static IReadOnlyList<string> Of(JsonElement e, DateTimeOffset now)
    {
        var time = EventTime.Read(e.Text("eventTime"))!;
        List<string> flags = [.. time.Flags];
        if (time.Value > now + Skew) flags.Add("eventTime-in-the-future");
        if (e.Member("run")?.Text("runId") is { } run && !Guid.TryParseExact(run, "D", out _)) flags.Add("runId-not-a-uuid");
        if (e.Member("eventType") is { } type && (type.AsText() is not { } name || !EventTypes.Contains(name))) flags.Add("eventType-unknown");
        Uri(e, "producer", flags);
        Uri(e, "schemaURL", flags);
        JsonOddities.Of(e, flags);
        FacetOddities.Of(e, flags);
        return flags.Count <= Most ? flags : [.. flags.Take(Most - 1), "more-flags-left-out"];
    }

    private static void Uri(JsonElement e, string name, List<string> flags)
    {
        if (e.Member(name) is not { } value) flags.Add($"{name}-absent");
        else if (value.AsText() is not { } text || !System.Uri.TryCreate(text, UriKind.Absolute, out _)) flags.Add($"{name}-not-a-uri");
    }
}
