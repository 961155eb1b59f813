using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The Cloud Composer environment a job is defined in.</summary>
/// <remarks>Scope: job. Key: <c>gcp_composer_job</c>. Required: <c>environmentName</c>, <c>dagId</c>, <c>airflowVersion</c>, <c>composerVersion</c>.</remarks>
public sealed record GcpComposerJobFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "gcp_composer_job";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/GcpComposerJobFacet.json#/$defs/GcpComposerJobFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Job], Record
        .Required("environmentName", Text)
        .Required("dagId", Text)
        .Required("airflowVersion", Text)
        .Required("composerVersion", Text)
        .Optional("operator", Text)
        .Optional("taskId", Text));

    /// <summary>The environment.</summary>
    public required string EnvironmentName { get; init; }

    /// <summary>The workflow.</summary>
    public required string DagId { get; init; }

    /// <summary>Version of Airflow.</summary>
    public required string AirflowVersion { get; init; }

    /// <summary>Version of Composer.</summary>
    public required string ComposerVersion { get; init; }

    /// <summary>Class of the task.</summary>
    public string? Operator { get; init; }

    /// <summary>The task in the workflow.</summary>
    public string? TaskId { get; init; }
}
