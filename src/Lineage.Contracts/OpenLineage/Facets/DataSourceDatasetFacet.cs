using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The system a dataset lives in.</summary>
/// <remarks>Scope: dataset. Key: <c>dataSource</c>. Required: nothing of its own.</remarks>
public sealed record DataSourceDatasetFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "dataSource";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-1/DatasourceDatasetFacet.json#/$defs/DatasourceDatasetFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Dataset], Record.Optional("name", Text).Optional("uri", UriText));

    /// <summary>Name of the system.</summary>
    public string? Name { get; init; }

    /// <summary>Its address; senders exist that put a plain word here.</summary>
    public string? Uri { get; init; }
}
