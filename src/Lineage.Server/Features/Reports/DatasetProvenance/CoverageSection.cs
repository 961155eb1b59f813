using Lineage.Server.Features.Reports.Rendering;
using Lineage.Server.Features.Reports.Rendering.Document;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>Who reports, what could not be read, and what the report does not say.</summary>
internal static class CoverageSection
{
    internal static IReadOnlyList<Block> Of(ReportCover cover, ProvenanceContent content)
    {
        var coverage = content.Coverage;
        return
        [
            new Paragraph($"Rule for silence: {coverage.SilenceRule}"),
            new Table(
                "Emitters on the way to the subject",
                [new("Job namespace, producer", 4.2f), new("First event (UTC)", 1, Time: true), new("Last event (UTC)", 1, Time: true), new("Events", 1, Numeric: true), new("Silent?", 2.6f)],
                [.. coverage.Emitters.Select(Emitter)],
                "No emitter has reported anything on the way to the subject."),
            new Entries(
            [
                new("Unreadable payloads", Words.Number(coverage.UnreadablePayloads), coverage.UnreadablePayloads == 0 ? "Every payload in scope that was not erased could be read." : "These events are counted, but what they say could not be used."),
                new("Erased payloads", Words.Number(coverage.ErasedPayloads), coverage.ErasedPayloads == 0 ? "No payload in scope had been erased." : "Their envelopes remain; what they said is gone for good and not in this report."),
                new("Flagged events", Words.Number(coverage.FlaggedEvents), coverage.FlaggedEvents == 0 ? "No event in scope was taken with a flag." : "Taken into the record with a remark, for example a facet that does not follow its schema. They are used."),
            ]),
            new Table(
                "Payloads erased since the known-at mark",
                [new("Event", 4), new("Sequence", 1.2f, Numeric: true), new("Erased (UTC)", 1, Time: true), new("Ground", 4)],
                [.. cover.ErasuresSince.Select(e => new Row([new(e.EventId), new(Words.Number(e.Sequence)), new(Words.Stamp(e.ErasedAt)), new(e.Ground)]))],
                "None by the time of issue."),
            new Subheading("What this report does not say"),
            new Bullets(ProvenanceDocument.Definition.Limits),
        ];
    }

    private static Row Emitter(Emitter emitter) => new(
    [
        new(emitter.JobNamespace, emitter.Producer ?? "names no producer", Strong: true),
        new(Words.Stamp(emitter.FirstEvent)),
        new(Words.Stamp(emitter.LastEvent)),
        new(Words.Number(emitter.Events)),
        emitter.Silent ? new("SILENT", emitter.Note, Strong: true) : emitter.Note is null ? new("No") : new("Not judged", emitter.Note),
    ]);
}
