using System.Text.Json.Serialization;
using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Which jobs have to run before and after: flow of control, not of data.</summary>
/// <remarks>Scope: run. Key: <c>jobDependencies</c>. Required: nothing of its own.</remarks>
public sealed record JobDependenciesRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "jobDependencies";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/JobDependenciesRunFacet.json#/$defs/JobDependenciesRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record
        .Optional("upstream", List(JobDependency.Shape))
        .Optional("downstream", List(JobDependency.Shape))
        .Optional("trigger_rule", Text));

    /// <summary>Jobs this one waits for.</summary>
    public IReadOnlyList<JobDependency>? Upstream { get; init; }

    /// <summary>Jobs that wait for this one.</summary>
    public IReadOnlyList<JobDependency>? Downstream { get; init; }

    /// <summary>When the job starts, given the state of those upstream.</summary>
    [JsonPropertyName("trigger_rule")]
    public string? TriggerRule { get; init; }
}

/// <summary>A job before or after.</summary>
public sealed record JobDependency : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("job", JobIdentifier.Shape)
        .Optional("run", RunIdentifier.Shape)
        .Optional("dependency_type", Text)
        .Optional("sequence_trigger_rule", Text)
        .Optional("status_trigger_rule", Text);

    /// <summary>The other job.</summary>
    public required JobIdentifier Job { get; init; }

    /// <summary>Its run, when known.</summary>
    public RunIdentifier? Run { get; init; }

    /// <summary>Such as <c>DIRECT_INVOCATION</c> or <c>IMPLICIT_DEPENDENCY</c>.</summary>
    [JsonPropertyName("dependency_type")]
    public string? DependencyType { get; init; }

    /// <summary>The order of the two, such as <c>FINISH_TO_START</c>.</summary>
    [JsonPropertyName("sequence_trigger_rule")]
    public string? SequenceTriggerRule { get; init; }

    /// <summary>The outcome the dependency wants.</summary>
    [JsonPropertyName("status_trigger_rule")]
    public string? StatusTriggerRule { get; init; }
}
