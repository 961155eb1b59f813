using Lineage.Merkle;

namespace Lineage.Server.Features.Transparency.Checking;

/// <summary>What a full pass over the record and the logs of a tenant found.</summary>
/// <param name="StartedAt">When it began; what was recorded after that may not be in it.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Logs">Origins of the logs that were checked, each with its size, oldest first.</param>
/// <param name="Counts">What was counted.</param>
/// <param name="DifferenceCount">How many differences there are.</param>
/// <param name="FirstEventId">The event of the first difference that names one.</param>
/// <param name="Differences">The first hundred of them, in the order of the logs and their leaves.</param>
internal sealed record LogCheckResult(
    DateTimeOffset StartedAt, DateTimeOffset FinishedAt, IReadOnlyList<CheckedLog> Logs, AuditCounts Counts, long DifferenceCount, Guid? FirstEventId, IReadOnlyList<LogDifference> Differences);

/// <summary>What a pass over the record up to a mark found.</summary>
/// <param name="Logs">Each log as it was at the mark, oldest first.</param>
/// <param name="Counts">What was counted.</param>
/// <param name="DifferenceCount">How many differences there are.</param>
/// <param name="Differences">The first hundred of them.</param>
internal sealed record CheckAtMark(IReadOnlyList<Checkpoint> Logs, AuditCounts Counts, long DifferenceCount, IReadOnlyList<LogDifference> Differences);

/// <param name="Size">The number of entries that were checked.</param>
internal sealed record CheckedLog(string Origin, long Size);
