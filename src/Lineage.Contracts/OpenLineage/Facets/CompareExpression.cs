using System.Text.Json.Serialization;
using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>One side of a comparison.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FieldExpression), "field")]
[JsonDerivedType(typeof(LiteralExpression), "literal")]
public abstract record CompareExpression : WireObject
{
    private protected CompareExpression()
    {
    }

    internal static JsonShape Shape { get; } = Choice(
        "type",
        ("field", Record.Required("field", Text)),
        ("literal", Record.Required("value", Text)));
}

/// <summary>The value of a field.</summary>
public sealed record FieldExpression : CompareExpression
{
    /// <summary>The field.</summary>
    public required string Field { get; init; }
}

/// <summary>A constant. It may be personal data.</summary>
public sealed record LiteralExpression : CompareExpression
{
    /// <summary>The constant as text.</summary>
    public required string Value { get; init; }
}
