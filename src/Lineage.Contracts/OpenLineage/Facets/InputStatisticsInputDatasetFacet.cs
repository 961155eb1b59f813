using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>How much was read.</summary>
/// <remarks>Scope: input. Key: <c>inputStatistics</c>. Required: nothing of its own.</remarks>
public sealed record InputStatisticsInputDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "inputStatistics";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/InputStatisticsInputDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Input], Record
        .Optional("rowCount", Integer)
        .Optional("size", Integer)
        .Optional("fileCount", Integer));

    /// <summary>Rows read.</summary>
    public long? RowCount { get; init; }

    /// <summary>Bytes read.</summary>
    public long? Size { get; init; }

    /// <summary>Files read.</summary>
    public long? FileCount { get; init; }
}
