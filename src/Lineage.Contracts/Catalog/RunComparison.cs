namespace Lineage.Contracts;

/// <summary>How two runs differ.</summary>
/// <param name="Differences">Of job, state, duration (milliseconds) and code version: only what differs.</param>
/// <param name="Schemas">Fields that differ in datasets both runs state a schema of.</param>
/// <param name="Facets">Values that differ in facets of run and job, by JSON pointer; both values are absent where they are withheld.</param>
/// <param name="Environment">Environment variables that differ, by name; values only for callers who may see stored events.</param>
/// <param name="Truncated">True when facets differ in more places than are listed.</param>
public sealed record RunComparison(
    RunSummary A, RunSummary B, IReadOnlyList<Difference> Differences, DatasetDifferences Inputs, DatasetDifferences Outputs, IReadOnlyList<SchemaDifference> Schemas,
    IReadOnlyList<FacetDifference> Facets, IReadOnlyList<Difference> Environment, bool Truncated, IReadOnlyList<string> Withheld, DateTimeOffset AsOf, string KnownAt);

/// <summary>Something that differs; a value is absent on the side that lacks it.</summary>
public sealed record Difference(string Name, string? A, string? B);

/// <summary>Datasets of only one of the runs, and those of both whose stated version differs; all by node id.</summary>
public sealed record DatasetDifferences(IReadOnlyList<string> OnlyA, IReadOnlyList<string> OnlyB, IReadOnlyList<Difference> Versions);

/// <summary>Fields of a dataset's schema that differ, with their types; a type is absent on the side that lacks the field.</summary>
public sealed record SchemaDifference(string Dataset, IReadOnlyList<Difference> Fields);

/// <summary>A place in a facet that differs, with the JSON of both sides.</summary>
/// <param name="Path">JSON pointer (RFC 6901) within the facet.</param>
public sealed record FacetDifference(string Scope, string Facet, string Path, RawJson? A, RawJson? B);
