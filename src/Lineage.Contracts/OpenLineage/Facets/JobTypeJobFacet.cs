using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>What kind of job it is and how it reports. A streaming job may never end.</summary>
/// <remarks>Scope: job. Key: <c>jobType</c>. Required: <c>processingType</c>, <c>integration</c>.</remarks>
public sealed record JobTypeJobFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "jobType";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "2-0-4/JobTypeJobFacet.json#/$defs/JobTypeJobFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Job], Record
        .Required("processingType", Text)
        .Required("integration", Text)
        .Optional("jobType", Text)
        .Optional("emissionPattern", EmissionPattern.Shape));

    /// <summary><c>BATCH</c>, <c>STREAMING</c> or <c>SERVICE</c>.</summary>
    public required string ProcessingType { get; init; }

    /// <summary>The integration that reports, such as <c>SPARK</c>.</summary>
    public required string Integration { get; init; }

    /// <summary>The integration's own kind of job, such as <c>TASK</c>.</summary>
    public string? JobType { get; init; }

    /// <summary>When events are sent and what they hold.</summary>
    public EmissionPattern? EmissionPattern { get; init; }
}

/// <summary>How a job reports its running.</summary>
public sealed record EmissionPattern : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("eventTrigger", Text)
        .Required("eventContentMode", Text)
        .Optional("windowDuration", PositiveInteger);

    /// <summary><c>EVENT_BASED</c> or <c>PERIODIC</c>.</summary>
    public required string EventTrigger { get; init; }

    /// <summary><c>ACCUMULATIVE</c>: add events up; <c>COMPLETE_SNAPSHOT</c>: each is whole.</summary>
    public required string EventContentMode { get; init; }

    /// <summary>Period in seconds, 1 or more.</summary>
    public long? WindowDuration { get; init; }
}
