using System.Text.Json;
using System.Text.Json.Serialization;
using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Which part of a dataset is meant.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(LocationSubsetCondition), "location")]
[JsonDerivedType(typeof(PartitionSubsetCondition), "partition")]
[JsonDerivedType(typeof(CompareSubsetCondition), "compare")]
[JsonDerivedType(typeof(BinarySubsetCondition), "binary")]
public abstract record SubsetCondition : WireObject
{
    private protected SubsetCondition()
    {
    }

    internal static JsonShape Shape { get; } = Choice(
        "type",
        ("location", Record.Required("locations", List(Text))),
        ("partition", Record.Required("partitions", List(SubsetPartition.Shape))),
        ("compare", Record
            .Required("left", CompareExpression.Shape)
            .Required("right", CompareExpression.Shape)
            .Required("comparison", Text)),
        ("binary", Record
            .Required("left", Recursive(() => Shape!))
            .Required("right", Recursive(() => Shape!))
            .Required("operator", Text)));
}

/// <summary>The files under some paths.</summary>
public sealed record LocationSubsetCondition : SubsetCondition
{
    /// <summary>The paths.</summary>
    public required IReadOnlyList<string> Locations { get; init; }
}

/// <summary>Some partitions.</summary>
public sealed record PartitionSubsetCondition : SubsetCondition
{
    /// <summary>The partitions.</summary>
    public required IReadOnlyList<SubsetPartition> Partitions { get; init; }
}

/// <summary>One partition.</summary>
public sealed record SubsetPartition : WireObject
{
    internal static ObjectShape Shape { get; } = Record.Required("dimensions", Map(Any)).Optional("identifier", Text);

    /// <summary>Its name, when it has one.</summary>
    public string? Identifier { get; init; }

    /// <summary>Values of the partition columns, by column.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Dimensions { get; init; }
}

/// <summary>The rows for which a comparison holds.</summary>
public sealed record CompareSubsetCondition : SubsetCondition
{
    /// <summary>Left side.</summary>
    public required CompareExpression Left { get; init; }

    /// <summary>Right side.</summary>
    public required CompareExpression Right { get; init; }

    /// <summary>Such as <c>EQUAL</c> or <c>LESS_THAN</c>.</summary>
    public required string Comparison { get; init; }
}

/// <summary>Two conditions joined.</summary>
public sealed record BinarySubsetCondition : SubsetCondition
{
    /// <summary>Left side.</summary>
    public required SubsetCondition Left { get; init; }

    /// <summary>Right side.</summary>
    public required SubsetCondition Right { get; init; }

    /// <summary><c>AND</c> or <c>OR</c>.</summary>
    public required string Operator { get; init; }
}
