using System.Text.Json.Serialization;

namespace Lineage.Contracts.OpenLineage;

/// <summary>A dataset, identified by its namespace (the data source) and its name (the path in it).</summary>
public abstract record Dataset : WireObject
{
    private protected Dataset()
    {
    }

    /// <summary>The data source, such as <c>postgres://host:5432</c>.</summary>
    [JsonPropertyOrder(-3)]
    public required string Namespace { get; init; }

    /// <summary>The path inside the source, such as <c>db.schema.table</c>.</summary>
    [JsonPropertyOrder(-2)]
    public required string Name { get; init; }

    /// <summary>Facets about the dataset itself, by key.</summary>
    [JsonPropertyOrder(-1), JsonConverter(typeof(DatasetFacetsConverter))]
    public FacetMap? Facets { get; init; }
}

/// <summary>A dataset described on its own.</summary>
public sealed record StaticDataset : Dataset;

/// <summary>A dataset that was read.</summary>
public sealed record InputDataset : Dataset
{
    /// <summary>Facets about this reading, by key.</summary>
    [JsonConverter(typeof(InputFacetsConverter))]
    public FacetMap? InputFacets { get; init; }
}

/// <summary>A dataset that was written.</summary>
public sealed record OutputDataset : Dataset
{
    /// <summary>Facets about this writing, by key.</summary>
    [JsonConverter(typeof(OutputFacetsConverter))]
    public FacetMap? OutputFacets { get; init; }
}
