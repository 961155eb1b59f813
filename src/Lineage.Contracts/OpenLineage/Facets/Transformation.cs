using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>What a job did to a value on its way.</summary>
public sealed record Transformation : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Required("type", Text)
        .Optional("subtype", Text)
        .Optional("description", Text)
        .Optional("masking", Flag);

    /// <summary><c>DIRECT</c> when the value flows into the result, <c>INDIRECT</c> when it only influences it.</summary>
    public required string Type { get; init; }

    /// <summary>Such as <c>IDENTITY</c>, <c>AGGREGATION</c> (direct), <c>JOIN</c>, <c>FILTER</c> (indirect).</summary>
    public string? Subtype { get; init; }

    /// <summary>The transformation in words or code.</summary>
    public string? Description { get; init; }

    /// <summary>True when the value cannot be told from the result, as with a hash or a count.</summary>
    public bool? Masking { get; init; }
}
