using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>How much was written.</summary>
/// <remarks>Scope: output. Key: <c>outputStatistics</c>. Required: nothing of its own.</remarks>
public sealed record OutputStatisticsOutputDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "outputStatistics";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Output], Record
        .Optional("rowCount", Integer)
        .Optional("size", Integer)
        .Optional("fileCount", Integer));

    /// <summary>Rows written.</summary>
    public long? RowCount { get; init; }

    /// <summary>Bytes written.</summary>
    public long? Size { get; init; }

    /// <summary>Files written.</summary>
    public long? FileCount { get; init; }
}
