using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Parameters a run was started with.</summary>
/// <remarks>Scope: run. Key: <c>executionParameters</c>. Required: nothing of its own.</remarks>
public sealed record ExecutionParametersRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "executionParameters";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/ExecutionParametersRunFacet.json#/$defs/ExecutionParametersRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record.Optional("parameters", List(ExecutionParameter.Shape)));

    /// <summary>The parameters.</summary>
    public IReadOnlyList<ExecutionParameter>? Parameters { get; init; }
}

/// <summary>A parameter. Its schema allows no further members.</summary>
public sealed record ExecutionParameter : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("key", Text)
        .Optional("name", Text)
        .Optional("description", Text)
        .Optional("value", Text)
        .Closed();

    /// <summary>Identifies the parameter.</summary>
    public required string Key { get; init; }

    /// <summary>Its name for readers.</summary>
    public string? Name { get; init; }

    /// <summary>What it does.</summary>
    public string? Description { get; init; }

    /// <summary>The value, as text.</summary>
    public string? Value { get; init; }
}
