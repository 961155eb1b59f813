using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Environment variables a run saw.</summary>
/// <remarks>Scope: run. Key: <c>environmentVariables</c>. Required: <c>environmentVariables</c>.</remarks>
public sealed record EnvironmentVariablesRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "environmentVariables";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/EnvironmentVariablesRunFacet.json#/$defs/EnvironmentVariablesRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record.Required("environmentVariables", List(EnvironmentVariable.Shape)));

    /// <summary>The variables.</summary>
    public required IReadOnlyList<EnvironmentVariable> EnvironmentVariables { get; init; }
}

/// <summary>A variable of the environment.</summary>
public sealed record EnvironmentVariable : WireObject
{
    internal static ObjectShape Shape { get; } = Record.Required("name", Text).Required("value", Text);

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its value.</summary>
    public required string Value { get; init; }
}
