using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>Explicit lineage edges of a job. Where it stands, inputs times outputs must not be taken as lineage.</summary>
/// <remarks>Scope: job. Key: <c>lineage</c>. Required: <c>entries</c>.</remarks>
public sealed record LineageJobFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "lineage";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-0/LineageFacet.json#/$defs/LineageJobFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Job], Record.Required("entries", List(LineageEntry.Shape)));

    /// <summary>What takes data in, each with its sources.</summary>
    public required IReadOnlyList<LineageEntry> Entries { get; init; }
}
