using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>How a log is verified.</summary>
public sealed record LogVerifierOptions
{
    /// <summary>Keys that the caller trusts; when there are none, those of the notebook count, and on first use those that the server names.</summary>
    public IReadOnlyList<VerifierKey> Keys { get; init; } = [];

    /// <summary>A signed checkpoint that somebody kept; the log must continue it.</summary>
    public byte[]? Checkpoint { get; init; }

    /// <summary>Folder of the notebooks; null to remember nothing.</summary>
    public string? Notebooks { get; init; }

    /// <summary>Hold the rows of the record against the log too.</summary>
    public bool Rows { get; init; } = true;

    /// <summary>Told how far it has come.</summary>
    public IProgress<AuditProgress>? Progress { get; init; }
}

/// <summary>What was found about the logs of a tenant.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Logs">The logs, oldest first; more than one when a log was continued after a restore.</param>
/// <param name="Counts">What was counted.</param>
/// <param name="Rows">Whether the rows of the record were held against the log.</param>
/// <param name="DifferenceCount">How many differences there are.</param>
/// <param name="FirstEventId">The event of the first difference that names one.</param>
/// <param name="Differences">The first hundred of them, in the order of the logs and their leaves.</param>
/// <param name="Remarks">What a reader should know besides, one sentence each.</param>
public sealed record LogVerification(
    string Tenant, IReadOnlyList<VerifiedLog> Logs, AuditCounts Counts, bool Rows, long DifferenceCount, Guid? FirstEventId, IReadOnlyList<LogDifference> Differences, IReadOnlyList<string> Remarks)
{
    /// <summary>Whether everything is as it was sealed.</summary>
    public bool Holds => DifferenceCount == 0;
}

/// <summary>A log that was verified.</summary>
/// <param name="Origin">Its name.</param>
/// <param name="Size">The number of entries.</param>
/// <param name="Root">Base64 of the root hash.</param>
/// <param name="Keys">The trusted keys that signed it.</param>
/// <param name="RememberedSize">Its size when the notebook saw it last; null when it did not.</param>
/// <param name="RememberedAt">When that was.</param>
public sealed record VerifiedLog(string Origin, long Size, string Root, IReadOnlyList<string> Keys, long? RememberedSize, DateTimeOffset? RememberedAt);
