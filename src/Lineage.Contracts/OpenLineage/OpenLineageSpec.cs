namespace Lineage.Contracts.OpenLineage;

/// <summary>Schema URLs of the OpenLineage core specification, version 2-0-2.</summary>
public static class OpenLineageSpec
{
    /// <summary>The core schema.</summary>
    public const string CoreSchema = "https://openlineage.io/spec/2-0-2/OpenLineage.json";

    /// <summary>Schema of <see cref="RunEvent"/>.</summary>
    public const string RunEventSchema = CoreSchema + "#/$defs/RunEvent";

    /// <summary>Schema of <see cref="JobEvent"/>.</summary>
    public const string JobEventSchema = CoreSchema + "#/$defs/JobEvent";

    /// <summary>Schema of <see cref="DatasetEvent"/>.</summary>
    public const string DatasetEventSchema = CoreSchema + "#/$defs/DatasetEvent";

    /// <summary>Schema of a facet of which nothing but its producer and schema is known.</summary>
    public const string BaseFacetSchema = CoreSchema + "#/$defs/BaseFacet";

    /// <summary>Root of the versioned facet schemas: version, then file name follow.</summary>
    internal const string Facets = "https://openlineage.io/spec/facets/";
}
