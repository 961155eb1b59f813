using System.Globalization;
using Lineage.Server.Features.Reports.Rendering;
using Lineage.Server.Features.Reports.Rendering.Document;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>What an auditor needs to rely on the report: totals and the IPE sheet.</summary>
internal static class EvidenceSection
{
    internal static IReadOnlyList<Block> Totals(ProvenanceContent content)
    {
        var totals = content.Totals;
        return
        [
            .. StandardSections.Controls(Reconciliation.Of(content)),
            new Entries(
            [
                new("Events in scope", Words.Number(totals.EventsInScope), $"{Words.Number(totals.EventsExcluded)} excluded, {Words.Number(totals.EventsUnreadable)} unreadable, {Words.Number(totals.EventsErased)} erased, {Words.Number(totals.EventsRead)} read"),
                new("Events read", Words.Number(totals.EventsRead), $"{Words.Number(totals.EventsCited)} cited by facts, {Words.Number(totals.EventsWithoutBearing)} without bearing on the subject"),
                new("Facts, nodes, links", $"{Words.Number(totals.FactsListed)} facts, {Words.Number(totals.Nodes)} nodes, {Words.Number(totals.Edges)} links"),
            ]),
        ];
    }

    internal static IReadOnlyList<Block> Ipe(ReportCover cover, ProvenanceContent content)
    {
        var (totals, parameters) = (content.Totals, content.Parameters);
        return
        [
            new Paragraph("The questions that an auditor asks of any list made by a system, answered for this one."),
            new Entries(
            [
                new("From which system?", $"{cover.Software.Name} {cover.Software.Version}", $"Events became lineage by interpretation {content.Interpretation}."),
                new("Which query?", content.Question, Query(content)),
                new("Which parameters?", $"direction={parameters.Direction}, view={parameters.View}, depth={parameters.Depth?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"}, limit={parameters.Limit}", $"asOf={MicrosecondTime.Exact(content.AsOf)}, knownAt={content.KnownAt.Mark}"),
                new("Extracted when, and by whom?", Words.Time(cover.IssuedAt), $"{cover.PreparedBy.Name} ({cover.PreparedBy.Role})"),
                new("What was filtered out?", content.Scope.Filters.Count == 0 ? "Nothing." : $"{Words.Number(totals.EventsExcluded)} of {Words.Number(totals.EventsInScope)} events, by the filters listed under Question, scope and time.", string.Join("; ", content.Scope.Filters.Select(f => f.Statement)) is { Length: > 0 } said ? said : null),
                new("Is it complete?", $"{Words.Number(totals.EventsInScope)} events in scope, each accounted for: see Control totals.", "Complete with respect to the record up to the known-at mark. What emitters did not report is not in the record: see Coverage and limits."),
                new("Is it accurate?", "Every fact names its stored event, so that a sample can be compared with the original.", "GET /api/v1/events/{eventId} answers the event as it is stored."),
                StandardSections.Unchanged(content),
            ]),
        ];
    }

    private static string Query(ProvenanceContent content)
    {
        var (subject, parameters) = (content.Subject, content.Parameters);
        var depth = parameters.Depth is { } steps ? string.Create(CultureInfo.InvariantCulture, $"&depth={steps}") : "";
        var granularity = subject.Kind is SubjectKind.Field ? "field" : "dataset";
        return string.Create(CultureInfo.InvariantCulture, $"GET /api/v1/lineage?nodeId={Uri.EscapeDataString(subject.NodeId)}&direction={parameters.Direction}&granularity={granularity}&view={parameters.View}{depth}&limit={parameters.Limit}&asOf={MicrosecondTime.Exact(content.AsOf)}&knownAt={content.KnownAt.Mark}");
    }
}
