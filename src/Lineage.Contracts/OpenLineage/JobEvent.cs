using System.Text.Json.Serialization;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Metadata of a job by its design, without a run.</summary>
public sealed record JobEvent : OpenLineageEvent
{
    /// <summary>Schema the event follows.</summary>
    [JsonPropertyName("schemaURL"), JsonPropertyOrder(-1)]
    public string SchemaUrl { get; set; } = OpenLineageSpec.JobEventSchema;

    /// <summary>The job described.</summary>
    public required Job Job { get; init; }

    /// <summary>Datasets it reads by design.</summary>
    public IReadOnlyList<InputDataset>? Inputs { get; init; }

    /// <summary>Datasets it writes by design.</summary>
    public IReadOnlyList<OutputDataset>? Outputs { get; init; }
}
