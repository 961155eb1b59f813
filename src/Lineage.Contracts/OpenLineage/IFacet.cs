namespace Lineage.Contracts.OpenLineage;

/// <summary>A facet whose schema is known.</summary>
public interface IFacet
{
    /// <summary>Key, scopes, newest schema version and members.</summary>
    static abstract FacetShape Shape { get; }
}
