using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>A job by namespace and name.</summary>
public sealed record JobIdentifier : WireObject
{
    internal static ObjectShape Shape { get; } = Record.Required("namespace", Text).Required("name", Text);

    /// <summary>The scheduler's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name in it.</summary>
    public required string Name { get; init; }
}
