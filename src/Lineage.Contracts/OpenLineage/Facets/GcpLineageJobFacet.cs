using Lineage.Contracts.OpenLineage.Shapes;
using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>How Google's lineage service shows a job.</summary>
/// <remarks>Scope: job. Key: <c>gcp_lineage</c>. Required: nothing of its own.</remarks>
public sealed record GcpLineageJobFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "gcp_lineage";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/GcpLineageJobFacet.json#/$defs/GcpLineageJobFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Job], Record.Optional("displayName", Text).Optional("origin", GcpLineageOrigin.Shape));

    /// <summary>Name for readers.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The service it comes from.</summary>
    public GcpLineageOrigin? Origin { get; init; }
}

/// <summary>The resource a job comes from.</summary>
public sealed record GcpLineageOrigin : WireObject
{
    internal static ObjectShape Shape { get; } = Record.Optional("sourceType", Text).Optional("name", Text);

    /// <summary>Kind of service.</summary>
    public string? SourceType { get; init; }

    /// <summary>Name of the resource.</summary>
    public string? Name { get; init; }
}
