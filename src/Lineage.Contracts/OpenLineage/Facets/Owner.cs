using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Someone answerable for a job or dataset.</summary>
public sealed record Owner : WireObject
{
    internal static ObjectShape Shape { get; } = Record.Required("name", Text).Optional("type", Text);

    /// <summary>Identifier of the owner, such as <c>team:payments</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of responsibility, such as <c>MAINTAINER</c>.</summary>
    public string? Type { get; init; }
}
