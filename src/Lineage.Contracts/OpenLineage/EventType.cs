using System.Text.Json.Serialization;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The change of a run's state that a <see cref="RunEvent"/> reports.</summary>
public enum EventType
{
    /// <summary>The run began.</summary>
    [JsonStringEnumMemberName("START")]
    Start,

    /// <summary>The run goes on; more is known about it.</summary>
    [JsonStringEnumMemberName("RUNNING")]
    Running,

    /// <summary>The run ended well. Terminal.</summary>
    [JsonStringEnumMemberName("COMPLETE")]
    Complete,

    /// <summary>The run was stopped from outside. Terminal.</summary>
    [JsonStringEnumMemberName("ABORT")]
    Abort,

    /// <summary>The run ended with an error. Terminal.</summary>
    [JsonStringEnumMemberName("FAIL")]
    Fail,

    /// <summary>Metadata outside the state machine; may come at any time.</summary>
    [JsonStringEnumMemberName("OTHER")]
    Other,
}
