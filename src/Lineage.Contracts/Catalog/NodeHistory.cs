namespace Lineage.Contracts;

/// <summary>A version of a dataset or job.</summary>
/// <param name="Number">1 for the first in the window.</param>
/// <param name="Version">For a dataset, the version as stated, or the id of the run that made it; for a job, its code version when stated.</param>
/// <param name="Stated">True when events name the version; false when it is inferred from a completed run or from what changed.</param>
/// <param name="Run">Node id of the run that made it, or of the first that ran it.</param>
/// <param name="ValidAt">When it came to be.</param>
/// <param name="Changes">What differs from the one before: schema, sourceCodeLocation, sql, sourceCode, inputs, outputs.</param>
public sealed record NodeVersion(int Number, string? Version, bool Stated, string? Run, string? Job, DateTimeOffset ValidAt, IReadOnlyList<string> Changes);

/// <summary>One change in the life of a node.</summary>
/// <param name="Change">field-added, field-removed, field-retyped, lifecycle, owner-added, owner-removed, tag-added, tag-removed, version, documentation, or FACET-changed.</param>
/// <param name="Subject">The field, owner or tag it is about.</param>
/// <param name="From">The value before, where it has one that may be shown.</param>
/// <param name="To">The value after.</param>
/// <param name="ValidAt">When it happened.</param>
/// <param name="RecordedAt">When the server took it.</param>
public sealed record NodeChange(string Change, string? Subject, string? From, string? To, DateTimeOffset ValidAt, DateTimeOffset RecordedAt, Guid EventId, string? Run);
