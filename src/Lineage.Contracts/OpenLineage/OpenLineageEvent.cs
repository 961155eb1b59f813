using System.Text.Json.Serialization;

namespace Lineage.Contracts.OpenLineage;

/// <summary>What the three kinds of OpenLineage events have in common.</summary>
public abstract record OpenLineageEvent : WireObject
{
    private protected OpenLineageEvent()
    {
    }

    /// <summary>When it happened, as its source claims; written in UTC.</summary>
    [JsonPropertyOrder(-3), JsonConverter(typeof(TimestampConverter))]
    public required DateTimeOffset EventTime { get; init; }

    /// <summary>URI of the code that made the event.</summary>
    [JsonPropertyOrder(-2)]
    public required string Producer { get; init; }
}
