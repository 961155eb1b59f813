using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The engine that did the work.</summary>
/// <remarks>Scope: run. Key: <c>processing_engine</c>. Required: <c>version</c>.</remarks>
public sealed record ProcessingEngineRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "processing_engine";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-1-1/ProcessingEngineRunFacet.json#/$defs/ProcessingEngineRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record
        .Required("version", Text)
        .Optional("name", Text)
        .Optional("openlineageAdapterVersion", Text));

    /// <summary>Version of the engine.</summary>
    public required string Version { get; init; }

    /// <summary>Name of the engine.</summary>
    public string? Name { get; init; }

    /// <summary>Version of the integration that reports from inside it.</summary>
    public string? OpenlineageAdapterVersion { get; init; }
}
