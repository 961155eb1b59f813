using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>A label on a job or run.</summary>
public sealed record FacetTag : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("key", Text)
        .Required("value", Text)
        .Optional("source", Text);

    /// <summary>What the label is about.</summary>
    public required string Key { get; init; }

    /// <summary>What it says; <c>true</c> for a plain mark.</summary>
    public required string Value { get; init; }

    /// <summary>Who set it, such as <c>USER</c> or the name of an integration.</summary>
    public string? Source { get; init; }
}
