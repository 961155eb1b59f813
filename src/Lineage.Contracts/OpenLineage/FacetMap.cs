namespace Lineage.Contracts.OpenLineage;

/// <summary>Facets by key. <c>new FacetMap { new SqlJobFacet { Query = "…" } }</c> takes the keys from the facets themselves.</summary>
public sealed class FacetMap : Dictionary<string, Facet>
{
    /// <summary>An empty map; keys are case-sensitive.</summary>
    public FacetMap()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Adds a facet of a registered kind under its key.</summary>
    /// <exception cref="ArgumentException">The facet has no registered key, or the key is taken.</exception>
    public void Add(Facet facet)
    {
        ArgumentNullException.ThrowIfNull(facet);
        var shape = FacetRegistry.ShapeOf(facet.GetType())
            ?? throw new ArgumentException("A custom facet has no key of its own: add it with one.", nameof(facet));
        Add(shape.Key, facet);
    }
}
