using Lineage.Server.Features.Organisation;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Reports;

/// <summary>Somebody asked for a report. From here on the question is fixed: both times are resolved.</summary>
/// <param name="Type">The report's name in the catalogue.</param>
/// <param name="NodeId">What it is about.</param>
/// <param name="View">current or all.</param>
/// <param name="Sequence">The mark in the record up to which events count.</param>
/// <param name="Role">The role in which it was asked for.</param>
internal sealed record ReportRequested(Guid ReportId, string Type, string NodeId, string View, DateTimeOffset AsOf, long Sequence, string Role, DateTimeOffset RequestedAt) : IDecidedEvent;

/// <summary>The report was made. Its content can be made again at any time and must then have the same hash.</summary>
/// <param name="ContentHash">SHA-256 (hex) of the content's canonical JSON.</param>
/// <param name="Interpretation">The version of the reading that made it.</param>
/// <param name="Organisation">The cover data of that day.</param>
internal sealed record ReportIssued(Guid ReportId, string ContentHash, string Interpretation, string Software, OrganisationDescribed Organisation, DateTimeOffset IssuedAt) : IDecidedEvent;

/// <summary>The report was not made, because what it must say could not be said.</summary>
internal sealed record ReportRefused(Guid ReportId, string Code, IReadOnlyList<string> Missing, DateTimeOffset RefusedAt) : IDecidedEvent;

/// <summary>Somebody put a name to the report (21 CFR 11.50: name, time and meaning; the name is that of the event's actor).</summary>
/// <param name="Meaning">prepared, reviewed or approved.</param>
/// <param name="ContentHash">The content that was signed.</param>
internal sealed record ReportSigned(Guid ReportId, string Meaning, string Role, string ContentHash, DateTimeOffset SignedAt) : IDecidedEvent;

/// <summary>The report was packed with its evidence. This event is the seal of the pack: its entry in the log fixes every file.</summary>
/// <param name="ManifestSha256">SHA-256 (hex) of the pack's manifest.json.</param>
/// <param name="Origin">The log that the evidence is proven against.</param>
/// <param name="Size">Its size there.</param>
/// <param name="Openings">cores or payloads: what of the events is opened.</param>
internal sealed record ReportPacked(Guid ReportId, string ManifestSha256, string Origin, long Size, string Openings, DateTimeOffset PackedAt) : IDecidedEvent;

/// <summary>A report as its events tell.</summary>
internal sealed record Report(ReportRequested Requested, string RequestedBy, ReportIssued? Issued = null, ReportRefused? Refused = null)
{
    public IReadOnlyList<(ReportSigned Signature, string Actor)> Signatures { get; init; } = [];

    public string State => Issued is not null ? "ready" : Refused is not null ? "refused" : "running";

    /// <summary>Null when the events are not those of a report.</summary>
    public static Report? Of(IReadOnlyList<RecordedDecision> decisions) => decisions.Aggregate<RecordedDecision, Report?>(null, (report, decision) => (report, decision.Data) switch
    {
        (null, ReportRequested requested) => new(requested, decision.Actor),
        ({ } r, ReportIssued issued) => r with { Issued = r.Issued ?? issued },
        ({ } r, ReportRefused refused) => r with { Refused = r.Refused ?? refused },
        ({ } r, ReportSigned signed) => r with { Signatures = [.. r.Signatures, (signed, decision.Actor)] },
        var (r, _) => r,
    });

    /// <summary>A signature is given once for each meaning by the same person, and only to a report that is there.</summary>
    public static IEnumerable<IDecidedEvent> Decide(Report report, string actor, string meaning, string role, DateTimeOffset now)
    {
        if (report.Issued is not { } issued) throw new RuleViolationException("report-not-ready", "Only a report that is ready can be signed.");
        return report.Signatures.Any(s => s.Actor == actor && s.Signature.Meaning == meaning) ? [] : [new ReportSigned(report.Requested.ReportId, meaning, role, issued.ContentHash, now)];
    }
}
