using Lineage.Server.Features.Reports.Rendering;
using Lineage.Server.Features.Reports.Rendering.Document;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>What changed, who wrote, and the facts with their place in the record.</summary>
internal static class HistorySection
{
    internal static IReadOnlyList<Block> Changes(ProvenanceContent content, Citations cite) =>
    [
        Of("Schema changes", ChangeKind.Schema, "No schema change was recorded in this window.", content.Changes, cite),
        Of("Job version changes", ChangeKind.JobVersion, "No change of a job's source code or SQL was recorded in this window.", content.Changes, cite),
        Of("Lifecycle changes", ChangeKind.Lifecycle, "No creation, truncation, renaming or removal was recorded in this window.", content.Changes, cite),
        Of("Dataset versions", ChangeKind.DatasetVersion, "No dataset version was recorded in this window.", content.Changes, cite),
        Of("Changes of ownership", ChangeKind.Ownership, "No change of ownership was recorded in this window.", content.Changes, cite),
    ];

    private static Table Of(string caption, ChangeKind kind, string whenEmpty, IEnumerable<Change> changes, Citations cite) => new(
        caption,
        [new("Dataset or job", 3.2f), new("What changed", 4.2f), new("Happened, recorded (UTC)", 1, Time: true), new("Event", 2.6f)],
        [.. changes.Where(change => change.Kind == kind).Select(change => new Row(
        [
            new(change.Name, change.Namespace, Strong: true),
            new(string.Join("; ", change.Items.Select(LineWords.Of))),
            new(Words.Stamp(change.ValidTime), Words.Stamp(change.RecordedTime)),
            new(change.EventId, Link: cite.Link(change.EventId)),
        ]))],
        whenEmpty);

    internal static IReadOnlyList<Block> Runs(ProvenanceContent content) =>
    [
        new Table("Run, job and outcome", [new("Run", 3.4f), new("Job", 3.4f), new("State", 1.5f), new("Started (UTC)", 1, Time: true), new("Ended (UTC)", 1, Time: true)],
            [.. content.Runs.Select(run => new Row(
            [
                new(run.RunId), new(run.Job.Name, run.Job.Namespace), new(Words.Capital(run.State), Strong: run.State is not "completed"),
                new(run.Started is { } started ? Words.Stamp(started) : "Not reported"), new(run.Ended is { } ended ? Words.Stamp(ended) : "Not reported"),
            ]))],
            "No run that wrote the dataset was recorded in this window."),
    ];

    internal static IReadOnlyList<Block> Facts(ProvenanceContent content, Citations cite) =>
    [
        new Paragraph("Each row is one recorded fact that the answer rests on. The event id finds the stored event; the sequence is its place in the record."),
        new Table("What is recorded, by whom, and where", [new("Fact", 4.6f), new("Happened, recorded (UTC)", 1, Time: true), new("Reported by", 3.1f), new("Event, sequence", 3f)],
            [.. content.Facts.Select(fact => new Row(
            [
                new(fact.What, fact.Kind), new(Words.Stamp(fact.ValidTime), Words.Stamp(fact.RecordedTime)),
                new(fact.Actor, fact.Producer ?? "names no producer"), new(fact.EventId, $"seq {Words.Number(fact.Sequence)}"),
            ], cite.Anchor(fact)))],
            "No fact about the subject is recorded in this window."),
    ];
}
