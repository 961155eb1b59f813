namespace Lineage.Contracts;

/// <summary>One node with everything that holds about it in the window; exactly one of the parts is there, by its kind.</summary>
/// <param name="NodeId">The node that was asked for, in its canonical writing.</param>
/// <param name="Kind">dataset, job, run or field.</param>
/// <param name="Withheld">Facets whose content the caller's roles do not show.</param>
/// <param name="AsOf">Only events whose valid time is not later count.</param>
/// <param name="KnownAt">Only events recorded up to here count.</param>
public sealed record NodeDetails(
    string NodeId, string Kind, DatasetDetails? Dataset, JobDetails? Job, RunDetails? Run, FieldDetails? Field,
    IReadOnlyList<string> Withheld, DateTimeOffset AsOf, string KnownAt);

/// <summary>A tag as it was set; <paramref name="Field"/> when it is on a field rather than the whole.</summary>
public sealed record TagDetails(string? Key, string? Value, string? Source, string? Field = null);

/// <summary>An owner as it was named, with the kind of ownership.</summary>
public sealed record OwnerDetails(string? Name, string? Type);

/// <summary>A facet that holds, with its place in time.</summary>
/// <param name="Scope">dataset, input, output, job or run.</param>
/// <param name="ValidAt">Since when it holds, by its event's valid time.</param>
/// <param name="Body">Its JSON as sent; absent when no copy is kept beside the event, or when it is withheld.</param>
public sealed record FacetDetails(string Name, string Scope, DateTimeOffset ValidAt, RawJson? Body);

/// <summary>A dataset's last change of state.</summary>
/// <param name="State">ALTER, CREATE, DROP, OVERWRITE, RENAME or TRUNCATE.</param>
/// <param name="Previous">Node id under which it stood before, for a RENAME.</param>
public sealed record LifecycleDetails(string State, DateTimeOffset ValidAt, string? Previous);
