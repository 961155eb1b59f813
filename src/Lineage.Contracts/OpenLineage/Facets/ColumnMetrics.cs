using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Measures of one column.</summary>
public sealed record ColumnMetrics : WireObject
{
    internal static ObjectShape Shape { get; } = Record
        .Optional("nullCount", Integer)
        .Optional("distinctCount", Integer)
        .Optional("sum", Number)
        .Optional("count", Number)
        .Optional("min", Number)
        .Optional("max", Number)
        .Optional("quantiles", Map(Number));

    /// <summary>Rows without a value.</summary>
    public long? NullCount { get; init; }

    /// <summary>Different values.</summary>
    public long? DistinctCount { get; init; }

    /// <summary>Sum of the values.</summary>
    public double? Sum { get; init; }

    /// <summary>Number of values.</summary>
    public double? Count { get; init; }

    /// <summary>Smallest value.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value.</summary>
    public double? Max { get; init; }

    /// <summary>Values by quantile, such as <c>0.5</c> for the median.</summary>
    public IReadOnlyDictionary<string, double>? Quantiles { get; init; }
}
