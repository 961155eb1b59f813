using System.Text.Json;
using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The run that started this one, and the run that everything began with.</summary>
/// <remarks>Scope: run. Key: <c>parent</c>. Required: <c>run</c>, <c>job</c>.</remarks>
public sealed record ParentRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "parent";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-2-0/ParentRunFacet.json#/$defs/ParentRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record
        .Required("run", ParentRun.Shape)
        .Required("job", ParentJob.Shape)
        .Optional("root", RootRun.Shape));

    /// <summary>The run that started this one.</summary>
    public required ParentRun Run { get; init; }

    /// <summary>The job that run belongs to.</summary>
    public required ParentJob Job { get; init; }

    /// <summary>The outermost run of the chain.</summary>
    public RootRun? Root { get; init; }
}

/// <summary>A run further up, with some of its facets.</summary>
public sealed record ParentRun : WireObject
{
    internal static ObjectShape Shape { get; } = Record.Required("runId", Uuid).Optional("facets", Facets(FacetScope.Run));

    /// <summary>UUID of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Copies of that run's facets, as they came.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Facets { get; init; }
}

/// <summary>A job further up, with some of its facets.</summary>
public sealed record ParentJob : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("namespace", Text)
        .Required("name", Text)
        .Optional("facets", Facets(FacetScope.Job));

    /// <summary>The scheduler's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name in it.</summary>
    public required string Name { get; init; }

    /// <summary>Copies of that job's facets, as they came.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Facets { get; init; }
}

/// <summary>The beginning of a chain of runs.</summary>
public sealed record RootRun : WireObject
{
    internal static ObjectShape Shape { get; } = Record.Required("run", ParentRun.Shape).Required("job", ParentJob.Shape);

    /// <summary>The outermost run.</summary>
    public required ParentRun Run { get; init; }

    /// <summary>Its job.</summary>
    public required ParentJob Job { get; init; }
}
