namespace Lineage.Contracts;

/// <summary>A job.</summary>
/// <param name="ReferencedOnly">True when only other jobs name it.</param>
/// <param name="Sql">Its query; withheld from callers who may not see stored events.</param>
/// <param name="SourceCode">Its code; withheld likewise.</param>
/// <param name="Inputs">Node ids of the datasets it reads now.</param>
/// <param name="Outputs">Node ids of the datasets it writes now.</param>
/// <param name="LatestRun">Its latest run by start.</param>
/// <param name="Parents">Node ids of the jobs whose runs are parents of its runs.</param>
public sealed record JobDetails(
    string Namespace, string Name, bool ReferencedOnly, string? ProcessingType, string? Integration, string? JobType, string? Documentation,
    IReadOnlyList<OwnerDetails> Owners, IReadOnlyList<TagDetails> Tags, SourceLocation? SourceCodeLocation, SqlDetails? Sql, SourceDetails? SourceCode,
    IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, RunSummary? LatestRun, IReadOnlyList<string> Parents, IReadOnlyList<FacetDetails> Facets);

/// <summary>Where a job's code is kept, as the facet tells.</summary>
public sealed record SourceLocation(string? Type, string? Url, string? RepoUrl, string? Path, string? Version, string? Tag, string? Branch);

/// <summary>A job's query.</summary>
public sealed record SqlDetails(string? Query, string? Dialect);

/// <summary>A job's source code.</summary>
public sealed record SourceDetails(string? Language, string? Code);

/// <summary>A run.</summary>
/// <param name="DurationMilliseconds">From start to end; absent while one of them is unknown.</param>
/// <param name="Parents">The parent run, its parent and so on upwards; a run that only others name has no state.</param>
/// <param name="Children">Runs that name it as parent.</param>
/// <param name="Error">What it failed with; withheld from callers who may not see stored events.</param>
public sealed record RunDetails(
    RunSummary Summary, long? DurationMilliseconds, DateTimeOffset? NominalStart, DateTimeOffset? NominalEnd, IReadOnlyList<RunSummary> Parents, long Children,
    IReadOnlyList<RunDataset> Inputs, IReadOnlyList<RunDataset> Outputs, string? Error, IReadOnlyList<FacetDetails> Facets);

/// <summary>A dataset that a run read or wrote, in the version it stated.</summary>
public sealed record RunDataset(string NodeId, string? Version);
