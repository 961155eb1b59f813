using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>A run by its id.</summary>
public sealed record RunIdentifier : WireObject
{
    internal static ObjectShape Shape { get; } = Record.Required("runId", Uuid);

    /// <summary>UUID of the run.</summary>
    public required string RunId { get; init; }
}
