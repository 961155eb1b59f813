using System.Text.Json.Serialization;

namespace Lineage.Contracts.OpenLineage;

/// <summary>A change of a run. The events of one run add up: inputs may come with its start and outputs with its end.</summary>
public sealed record RunEvent : OpenLineageEvent
{
    /// <summary>Schema the event follows.</summary>
    [JsonPropertyName("schemaURL"), JsonPropertyOrder(-1)]
    public string SchemaUrl { get; set; } = OpenLineageSpec.RunEventSchema;

    /// <summary>The change; may be left out.</summary>
    public EventType? EventType { get; init; }

    /// <summary>The run that changed.</summary>
    public required Run Run { get; init; }

    /// <summary>The job it is a run of.</summary>
    public required Job Job { get; init; }

    /// <summary>Datasets read.</summary>
    public IReadOnlyList<InputDataset>? Inputs { get; init; }

    /// <summary>Datasets written.</summary>
    public IReadOnlyList<OutputDataset>? Outputs { get; init; }
}
