namespace Lineage.Contracts.OpenLineage;

/// <summary>A facet of a schema that is not registered here: its members are in <see cref="WireObject.Additional"/>. Also the form of a removal.</summary>
public sealed record CustomFacet : Facet
{
    /// <summary>A facet that removes the job or dataset facet of the key it is sent under.</summary>
    public static CustomFacet Removal(string producer) =>
        new() { Producer = producer, SchemaUrl = OpenLineageSpec.BaseFacetSchema, Deleted = true };
}
