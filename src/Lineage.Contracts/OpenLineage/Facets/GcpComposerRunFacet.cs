using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The Cloud Composer workflow run a run belongs to.</summary>
/// <remarks>Scope: run. Key: <c>gcp_composer_run</c>. Required: <c>dagRunId</c>.</remarks>
public sealed record GcpComposerRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "gcp_composer_run";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/GcpComposerRunFacet.json#/$defs/GcpComposerRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record.Required("dagRunId", Text));

    /// <summary>Id of the workflow run.</summary>
    public required string DagRunId { get; init; }
}
