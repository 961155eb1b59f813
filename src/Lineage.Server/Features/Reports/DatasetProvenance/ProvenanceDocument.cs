using Lineage.Server.Features.Reports.Rendering;
using Lineage.Server.Features.Reports.Rendering.Document;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>Sets a provenance report in words, tables and a figure.</summary>
internal static class ProvenanceDocument
{
    internal static ReportDefinition Definition { get; } = ReportDefinition.Load("dataset-provenance");

    internal static ReportDocument Of(ReportCover cover, ProvenanceContent content)
    {
        var cite = new Citations(content);
        return new ReportDocument(
            cover,
            content.Subject.Kind is SubjectKind.Field ? "Field" : "Dataset",
            content.Subject.Label,
            content.Subject.Namespace,
            content.Question,
            $"As of {Words.Time(content.AsOf)}, known at {content.KnownAt.Mark} ({Words.Time(content.KnownAt.RecordedTime)})",
            [
                new("answer", "Answer in plain words", false, Answer(content)),
                new("scope", "Question, scope and time", false, Scope(content)),
                new("coverage", "Coverage and limits", false, CoverageSection.Of(cover, content)),
                new("lineage", "Lineage", false, LineageSection.Of(content)),
                new("paths", "Paths from the origins", false, LineageSection.Paths(content)),
                new("fields", "Field lineage", false, LineageSection.Fields(content)),
                new("changes", "Changes over time", false, HistorySection.Changes(content, cite)),
                new("runs", "Runs that wrote the dataset", false, HistorySection.Runs(content)),
                new("facts", "Facts and where they are recorded", false, HistorySection.Facts(content, cite)),
                new("totals", "Control totals", false, EvidenceSection.Totals(content)),
                new("ipe", "Information produced by the entity (IPE)", true, EvidenceSection.Ipe(cover, content)),
                new("sign-off", "Sign-off", true, StandardSections.SignOff(Definition)),
                new("glossary", "Glossary", true, StandardSections.Glossary(Definition)),
            ]);
    }

    private static IReadOnlyList<Block> Answer(ProvenanceContent content) =>
    [
        new Bullets(content.Answer, Tone.Lead),
        new Paragraph("These sentences are made from the recorded facts by fixed rules; no one has edited them. What they rest on is in the sections that follow.", Tone.Note),
    ];

    private static IReadOnlyList<Block> Scope(ProvenanceContent content)
    {
        var (subject, parameters) = (content.Subject, content.Parameters);
        return
        [
            new Entries(
            [
                new("Question", content.Question),
                new("Subject", $"{subject.Namespace} / {subject.Label}", subject.NodeId),
                new("Also known as", subject.AlsoKnownAs.Count == 0 ? "No other name is recorded." : string.Join("; ", subject.AlsoKnownAs.Select(name => $"{name.Namespace} / {name.Name}"))),
                new("Parameters", $"direction {parameters.Direction}, view {parameters.View}, depth {parameters.Depth?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "to the origins"}, limit {Words.Number(parameters.Limit)} nodes"),
                new("Scope", content.Scope.Statement),
                new("As of (valid time)", Words.Time(content.AsOf), "Only what had happened by then, as the emitters claim, is counted."),
                new("Known at (recorded)", $"{content.KnownAt.Mark}, {Words.Time(content.KnownAt.RecordedTime)}", "Only what had been recorded by then is counted. What arrived later is not in this report, even if it happened earlier."),
                new("To ask again", $"The same question with known at {content.KnownAt.Mark} and interpretation {content.Interpretation} gives the same content, byte for byte, as long as no payload is erased."),
            ]),
            new Table("Filters and what they left out", [new("Left out", 4), new("Reason", 4), new("Events", 1, Numeric: true)],
                [.. content.Scope.Filters.Select(filter => new Row([new(filter.Statement), new(filter.Reason), new(Words.Number(filter.Excluded))]))],
                "No filter was applied: nothing in scope was left out."),
            new Paragraph("Times are given in UTC to the second; the JSON form carries them to the microsecond. Invisible characters in names are spelled out, for example [U+202E]; one that the fonts of the PDF lack is drawn as a replacement mark. The JSON form has the names as recorded.", Tone.Note),
        ];
    }
}

/// <summary>Links from an event id to the fact that cites it, where one does.</summary>
internal sealed class Citations(ProvenanceContent content)
{
    private readonly HashSet<string> _cited = content.Facts.Select(fact => fact.EventId).ToHashSet(StringComparer.Ordinal);
    private readonly HashSet<FactRow> _first = new(content.Facts.DistinctBy(fact => fact.EventId, StringComparer.Ordinal), ReferenceEqualityComparer.Instance);

    internal string? Link(string eventId) => _cited.Contains(eventId) ? Name(eventId) : null;

    internal string? Anchor(FactRow fact) => _first.Contains(fact) ? Name(fact.EventId) : null;

    private static string Name(string eventId) => $"event-{eventId}";
}
