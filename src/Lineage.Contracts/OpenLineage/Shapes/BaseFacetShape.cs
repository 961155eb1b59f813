namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>What holds for every facet, known or not.</summary>
internal static class BaseFacetShape
{
    public const string Deleted = "_deleted";

    /// <summary>A facet that cannot be removed: of a run, a reading or a writing.</summary>
    public static ObjectShape Base { get; } = Shape.Record.Required("_producer", Shape.UriText).Required("_schemaURL", Shape.UriText);

    /// <summary>A facet of a job or dataset.</summary>
    public static ObjectShape Removable { get; } = Base.Optional(Deleted, Shape.Flag);

    /// <summary>What is read of any facet: nothing need be there.</summary>
    public static ObjectShape Readable { get; } =
        Shape.Record.Optional("_producer", Shape.UriText).Optional("_schemaURL", Shape.UriText).Optional(Deleted, Shape.Flag);

    public static ObjectShape Of(FacetScope scope) => scope is FacetScope.Job or FacetScope.Dataset ? Removable : Base;
}
