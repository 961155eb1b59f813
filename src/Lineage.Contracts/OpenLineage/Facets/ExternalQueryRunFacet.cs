using static Lineage.Contracts.OpenLineage.Shapes.Shape;

namespace Lineage.Contracts.OpenLineage;

/// <summary>The query in another system that did the work.</summary>
/// <remarks>Scope: run. Key: <c>externalQuery</c>. Required: <c>externalQueryId</c>, <c>source</c>.</remarks>
public sealed record ExternalQueryRunFacet : Facet, IFacet
{
    /// <summary>The name it is sent under.</summary>
    public const string Key = "externalQuery";

    /// <summary>The newest version of its schema.</summary>
    public const string Schema = OpenLineageSpec.Facets + "1-0-2/ExternalQueryRunFacet.json#/$defs/ExternalQueryRunFacet";

    /// <inheritdoc/>
    public static FacetShape Shape { get; } = new(Key, Schema, [FacetScope.Run], Record.Required("externalQueryId", Text).Required("source", Text));

    /// <summary>Its id in that system.</summary>
    public required string ExternalQueryId { get; init; }

    /// <summary>The system.</summary>
    public required string Source { get; init; }
}
