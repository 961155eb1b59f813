using Lineage.Server.Features.Reports.Rendering.Document;

namespace Lineage.Server.Features.Reports.LogIntegrity;

/// <summary>Whether the record still gives the log that was signed, as it was at one mark. All lists arrive sorted; rendering keeps their order.</summary>
/// <param name="Interpretation">The version of the rules by which record and log are compared.</param>
/// <param name="Question">The question in words.</param>
/// <param name="KnownAt">The mark in the record: only events recorded at or before it count.</param>
/// <param name="Answer">The answer in plain words, made by <see cref="IntegrityWords"/>.</param>
/// <param name="Logs">Each log of the tenant as long as it was at the mark, oldest first.</param>
/// <param name="Counts">What was compared.</param>
/// <param name="Differences">What differs; the first hundred.</param>
/// <param name="ForeignRows">Rows that did not come through the gate and are not sealed.</param>
/// <param name="SealedLate">Events that the sealer had passed at first.</param>
/// <param name="Rotations">Changes of the signing key.</param>
/// <param name="Restores">Logs that were continued under a new origin after a restore, with what was lost.</param>
/// <param name="Attestations">What witnesses and the timestamping authority had attested an hour before the mark.</param>
public sealed record IntegrityContent(
    string Interpretation,
    string Question,
    KnownAt KnownAt,
    IReadOnlyList<string> Answer,
    IReadOnlyList<LogAtMark> Logs,
    IntegrityCounts Counts,
    IReadOnlyList<Difference> Differences,
    IReadOnlyList<ForeignRow> ForeignRows,
    IReadOnlyList<LateEvent> SealedLate,
    IReadOnlyList<KeyRotation> Rotations,
    IReadOnlyList<LogRestore> Restores,
    IReadOnlyList<Attestation> Attestations) : IReportContent
{
    /// <summary>The version of the comparison.</summary>
    internal const string Version = "log/1";

    ReportDefinition IReportContent.Definition => IntegrityDocument.Definition;

    IReadOnlyList<Control> IReportContent.Controls() => IntegrityDocument.Controls(this);

    ReportDocument IReportContent.Document(ReportCover cover) => IntegrityDocument.Of(cover, this);
}

/// <summary>A log at the mark.</summary>
/// <param name="Origin">Its identity.</param>
/// <param name="Size">Its number of entries at the mark.</param>
/// <param name="Root">Base64 of its root hash at that size.</param>
/// <param name="Keys">The verifier keys that may sign it, newest first.</param>
public sealed record LogAtMark(string Origin, long Size, string Root, IReadOnlyList<string> Keys);

/// <summary>What was compared.</summary>
/// <param name="Entries">Entries of all logs.</param>
/// <param name="Rows">Rows of the record.</param>
/// <param name="Erased">Rows whose payload was erased; their entries stand.</param>
/// <param name="Late">Entries that were sealed late.</param>
/// <param name="Differences">Differences found.</param>
public sealed record IntegrityCounts(long Entries, long Rows, long Erased, long Late, long Differences);

/// <summary>Something that is not as it was sealed.</summary>
/// <param name="Kind">The kind: payload, row, row-missing, row-inserted, entry, tile, root ...</param>
/// <param name="Statement">What differs, in a sentence.</param>
/// <param name="Log">The log that shows it.</param>
/// <param name="Index">The entry that shows it.</param>
/// <param name="EventId">The event, where one can be named.</param>
/// <param name="Sequence">Its place in the record.</param>
public sealed record Difference(string Kind, string Statement, string? Log, long? Index, string? EventId, long? Sequence);

/// <summary>A row that did not come through the gate.</summary>
/// <param name="EventId">The id it claims.</param>
/// <param name="Sequence">Its place in the record.</param>
/// <param name="Reason">Why it was not sealed.</param>
/// <param name="SeenAt">When the sealer met it.</param>
public sealed record ForeignRow(string EventId, long Sequence, string Reason, DateTimeOffset SeenAt);

/// <summary>An event that was sealed late.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Sequence">Its place in the record.</param>
/// <param name="Log">Its log.</param>
/// <param name="Index">Its entry.</param>
public sealed record LateEvent(string EventId, long Sequence, string Log, long Index);

/// <summary>A change of the signing key.</summary>
/// <param name="EventId">The event that says so, sealed under the old key.</param>
/// <param name="OldKey">The verifier key before.</param>
/// <param name="NewKey">The verifier key from then on.</param>
/// <param name="Reason">Why.</param>
/// <param name="RotatedAt">When.</param>
public sealed record KeyRotation(string EventId, string OldKey, string NewKey, string Reason, DateTimeOffset RotatedAt);

/// <summary>A log that was opened after a restore.</summary>
/// <param name="Log">The new log.</param>
/// <param name="OldLog">The log before it.</param>
/// <param name="LostFrom">The first entry of the old log that is not there any more.</param>
/// <param name="LostTo">The size that the old log had signed; the same when nothing is lost.</param>
/// <param name="RestoredAt">When the new log was opened.</param>
public sealed record LogRestore(string Log, string OldLog, long LostFrom, long LostTo, DateTimeOffset RestoredAt);

/// <summary>What somebody outside has attested of a log.</summary>
/// <param name="Kind">cosignature (C2SP tlog-cosignature) or timestamp (RFC 3161).</param>
/// <param name="By">The verifier key of the witness; absent for the timestamping authority, whose name stands in its tokens.</param>
/// <param name="Log">The log.</param>
/// <param name="Count">How many checkpoints.</param>
/// <param name="Size">The largest of them.</param>
/// <param name="At">When that was.</param>
public sealed record Attestation(string Kind, string? By, string Log, long Count, long Size, DateTimeOffset At);
