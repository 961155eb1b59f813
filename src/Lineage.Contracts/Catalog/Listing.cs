namespace Lineage.Contracts;

/// <summary>A page of a list in a stable order.</summary>
/// <param name="Items">The page.</param>
/// <param name="NextCursor">To be sent as <c>cursor</c> for the next page, which then sees the same window; absent on the last page.</param>
/// <param name="AsOf">Only events whose valid time is not later count.</param>
/// <param name="KnownAt">Only events recorded up to here count.</param>
public sealed record Listing<T>(IReadOnlyList<T> Items, string? NextCursor, DateTimeOffset AsOf, string KnownAt);

/// <summary>A namespace with what stands in it. Times are valid times.</summary>
public sealed record NamespaceSummary(string Name, long Datasets, long Jobs, DateTimeOffset FirstEventAt, DateTimeOffset LastEventAt);

/// <summary>A dataset in a list. Times are valid times of events that name it.</summary>
/// <param name="ReferencedOnly">True when it is only named inside facets (symlinks, column lineage), never read, written or described itself.</param>
public sealed record DatasetSummary(string NodeId, string Namespace, string Name, bool ReferencedOnly, DateTimeOffset FirstEventAt, DateTimeOffset LastEventAt);

/// <summary>A job in a list. Times are valid times of its own events.</summary>
/// <param name="ReferencedOnly">True when other jobs name it (as parent, root or dependency) but no event of its own is there; then the times are absent.</param>
public sealed record JobSummary(string NodeId, string Namespace, string Name, bool ReferencedOnly, DateTimeOffset? FirstEventAt, DateTimeOffset? LastEventAt);

/// <summary>A run as its events describe it. Times are valid times.</summary>
/// <param name="Job">Node id of its job; absent for a run that only others name.</param>
/// <param name="State">COMPLETE, FAIL or ABORT once it ended; else RUNNING or START; absent when its events do not tell.</param>
/// <param name="Events">Events that describe it.</param>
public sealed record RunSummary(string NodeId, string RunId, string? Job, string? State, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? ParentRunId, long Events);

/// <summary>Something that was found by its name, a tag or a description.</summary>
/// <param name="NodeId">Its node id; absent for a namespace.</param>
/// <param name="Kind">dataset, job, field or namespace.</param>
/// <param name="Matched">Where the text was found: name, namespace, field, tag or description.</param>
/// <param name="Text">The tag or the description that holds the text, cut to 200 characters.</param>
public sealed record SearchHit(string? NodeId, string Kind, string Namespace, string? Name, string? Field, string Matched, string? Text = null);
