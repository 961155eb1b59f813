using System.Text.Json;
using Lineage.Contracts;
using Lineage.Contracts.Packs;

namespace Lineage.Client.Verification;

/// <summary>The lines of a provenance report, compared with the core facts of the events they rest on.</summary>
internal sealed class ProvenanceLines : IPackLines
{
    public string Type => "dataset-provenance";

    public Task<IReadOnlyList<StatedLine>> Of(JsonElement content, PackLogs logs, CancellationToken cancellationToken)
    {
        var ends = content.Member("graph").List("nodes").DistinctBy(n => n.Text("id")).ToDictionary(n => n.Text("id") ?? "", LinkedNode.Of, StringComparer.Ordinal);
        var subject = ends.GetValueOrDefault(content.Member("subject").Text("nodeId") ?? "");
        return Task.FromResult<IReadOnlyList<StatedLine>>(
        [
            .. content.List("facts").Select((f, i) => new StatedLine(StatedLine.IdOf("facts", i), events => Fact(f, events))),
            .. content.Member("graph").List("edges").Select((e, i) => new StatedLine(StatedLine.IdOf("graph/edges", i), events => LinkLines.Link(e, ends, events))),
            .. content.List("fields").Select((f, i) => new StatedLine(StatedLine.IdOf("fields", i), events => LinkLines.Field(f, events))),
            .. content.List("changes").Select((c, i) => new StatedLine(StatedLine.IdOf("changes", i), events => Change(c, events))),
            .. content.List("runs").Select((r, i) => new StatedLine(StatedLine.IdOf("runs", i), events => Run(r, subject, events))),
        ]);
    }

    private static Judgement Fact(JsonElement fact, IReadOnlyList<PackEvent> events)
    {
        if (events is not [var e] || e.Id != fact.Text("eventId")) return Judgement.Failed("the event in report.csv is not the one that the fact names");
        if (Envelope(fact, e) is { } differs) return Judgement.Failed(differs);
        if (e.Leaf!.Actor != fact.Text("actor")) return Judgement.Failed("its entry names another sender");
        if (e.Leaf.Sequence != fact.Number("sequence")) return Judgement.Failed("its entry has another sequence number");
        if (e.Core is not { } core) return Judgement.Recorded("the core facts of the event are not opened");
        if (core.Kind != fact.Text("kind")) return Judgement.Failed($"the event is of kind {core.Kind}");
        return Sentence(core) is not { } sentence ? Judgement.Recorded("what it says stands in facets, which core facts leave out")
            : sentence == fact.Text("what") ? Judgement.Proved : Judgement.Failed($"the event says: {sentence}");
    }

    private static string? Sentence(OpenedCore core) => core.Kind switch
    {
        "run" => FactSentence.OfRun(core.Type, core.Run, core.Job?.Name, core.Inputs.Select(d => d.Name), core.Outputs.Select(d => d.Name)),
        "job" when core.Inputs.Count + core.Outputs.Count > 0 => FactSentence.OfJob(core.Job?.Name, core.Inputs.Select(d => d.Name), core.Outputs.Select(d => d.Name)),
        _ => null,
    };

    private static Judgement Change(JsonElement change, IReadOnlyList<PackEvent> events) =>
        events is not [var e] || e.Id != change.Text("eventId") ? Judgement.Failed("the event in report.csv is not the one that the change names")
        : Envelope(change, e) is { } differs ? Judgement.Failed(differs)
        : Judgement.Recorded("what changed stands in facets, which core facts leave out");

    /// <summary>What differs between the times of a line and those of its event; null when nothing does.</summary>
    private static string? Envelope(JsonElement line, PackEvent e) =>
        line.Time("recordedTime") != e.Leaf!.RecordedAt ? "its entry has another recorded time"
        : e.Core is { } core && line.Time("validTime") != core.ValidAt ? "the event has another valid time"
        : null;

    private static Judgement Run(JsonElement run, LinkedNode? subject, IReadOnlyList<PackEvent> events)
    {
        if (events.Count == 0) return Judgement.Failed("it rests on no event");
        if (events.FirstOrDefault(e => e.Core is null) is { } closed) return Judgement.Recorded($"the core facts of event {closed.Id} are not opened");
        OpenedCore[] cores = [.. events.Select(e => e.Core!)];
        var ended = run.Text("state") switch { "completed" => "COMPLETE", "failed" => "FAIL", "aborted" => "ABORT", _ => null };
        if (cores.FirstOrDefault(c => c.Run != run.Text("runId")) is not null) return Judgement.Failed("an event is of another run");
        if (cores.FirstOrDefault(c => c.Job != run.Member("job").Job()) is { } other) return Judgement.Failed($"the run is of job {other.Job?.Namespace} / {other.Job?.Name}");
        if (run.Time("started") is { } started && !cores.Any(c => c.Type == "START" && c.ValidAt == started)) return Judgement.Failed("no event says that it started then");
        if (run.Time("ended") is { } at && !cores.Any(c => c.Type == ended && c.ValidAt == at)) return Judgement.Failed($"no event says that it {run.Text("state")} then");
        if (ended is not null && run.Time("ended") is null) return Judgement.Failed("it has an end without a time");
        if (subject is null || cores.Any(c => c.Outputs.Contains(subject.Name))) return Judgement.Proved;
        return cores.Any(c => c.Outputs.Any(subject.Others.Contains)) ? Judgement.Recorded("it wrote the dataset under another of its names; that the names are one stands in facets")
            : Judgement.Failed("no event says that it wrote the dataset");
    }
}

/// <summary>A node of the graph in a report.</summary>
/// <param name="Name">The dataset's own name.</param>
/// <param name="Others">Other names of it.</param>
/// <param name="Field">The field, of a field.</param>
internal sealed record LinkedNode(DatasetName Name, IReadOnlyList<DatasetName> Others, string? Field)
{
    public static LinkedNode Of(JsonElement node) => new(node.Dataset(), [.. node.List("names").Select(n => n.Dataset())], node.Text("field"));

    public bool Is(DatasetName dataset, bool alias) => dataset == Name || (alias && Others.Contains(dataset));
}
