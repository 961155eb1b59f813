using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The sources of one field.</summary>
public sealed record LineageField : WireObject
{
    internal static ObjectShape Shape { get; } = Record.Required("inputs", List(LineageInput.Shape));

    /// <summary>Where it comes from; empty says: from nowhere.</summary>
    public required IReadOnlyList<LineageInput> Inputs { get; init; }
}
