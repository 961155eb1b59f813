using System.Text.Json;
using Lineage.Contracts.Packs;

namespace Lineage.Client.Verification;

/// <summary>Judges links between datasets and between fields by the core facts of events.</summary>
internal static class LinkLines
{
    private const string EveryField = "(every field)";

    /// <summary>A link: its ends must be input and output of one run or job, or of a field derivation, in an event that the link names a job of.</summary>
    public static Judgement Link(JsonElement link, IReadOnlyDictionary<string, LinkedNode> nodes, IReadOnlyList<PackEvent> events)
    {
        if (!nodes.TryGetValue(link.Text("from") ?? "", out var from) || !nodes.TryGetValue(link.Text("to") ?? "", out var to)) return Judgement.Failed("one of its ends is no node of the report");
        if (events.Count == 0) return Judgement.Failed("it rests on no event");
        if (Closed(events) is { } closed) return closed;
        OpenedCore[] cores = [.. events.Select(e => e.Core!)];
        if (link.List("jobs").Select(PackJson.Job).FirstOrDefault(job => !cores.Any(c => c.Job == job)) is { } absent) return Judgement.Failed($"no event of job {absent.Namespace} / {absent.Name} is named for it");
        if (link.Flag("masking") && !Between(cores, from, to, alias: true).Any(f => f.Transformations.Any(t => t.Masking))) return Judgement.Failed("no event says that a field is masked on it");
        var inputs = link.Text("basis") == "inputsTimesOutputs";
        bool Stated(bool alias) => inputs ? Used(cores, from, to, alias) : Between(cores, from, to, alias).Any();
        if (Stated(alias: false)) return Judgement.Proved;
        if (Stated(alias: true)) return Judgement.Recorded("it is stated under another name of one end; that the names are one stands in facets");
        return inputs || from.Field is not null || to.Field is not null ? Judgement.Failed("no event states it") : Judgement.Recorded("it is stated for whole datasets in a facet, which core facts leave out");
    }

    /// <summary>A row of field lineage: each transformation, and the first and last time, must be stated by an event.</summary>
    public static Judgement Field(JsonElement row, IReadOnlyList<PackEvent> events)
    {
        if (events.Count == 0) return Judgement.Failed("it rests on no event");
        if (Closed(events) is { } closed) return closed;
        var (from, to) = (row.Member("from"), row.Member("to"));
        var target = to.Text("field") == EveryField ? null : to.Text("field");
        var stated = events.Select(e => e.Core!)
            .Select(c => (c.ValidAt, Fields: c.Fields.Where(f => f.Source == from.Dataset("dataset") && f.SourceField == from.Text("field") && f.Target == to.Dataset("dataset") && f.TargetField == target).ToList()))
            .Where(s => s.Fields.Count > 0).ToList();
        if (stated.Count == 0) return Judgement.Failed("no event states it");
        var ways = stated.SelectMany(s => s.Fields).SelectMany(f => f.Transformations).ToHashSet();
        foreach (var way in row.List("transformations"))
            if (!ways.Contains(new(way.Text("type") ?? "", way.Text("subtype") ?? "", way.Flag("masking")))) return Judgement.Failed($"no event states the transformation {way.Text("type")} {way.Text("subtype")}");
        return !stated.Exists(s => s.ValidAt == row.Time("firstSeen")) ? Judgement.Failed("no event states it at the time it is said to be first seen")
            : !stated.Exists(s => s.ValidAt == row.Time("lastSeen")) ? Judgement.Failed("no event states it at the time it is said to be last seen")
            : Judgement.Proved;
    }

    private static Judgement? Closed(IReadOnlyList<PackEvent> events) =>
        events.FirstOrDefault(e => e.Core is null) is { } closed ? Judgement.Recorded($"the core facts of event {closed.Id} are not opened") : null;

    private static IEnumerable<OpenedField> Between(IEnumerable<OpenedCore> cores, LinkedNode from, LinkedNode to, bool alias) => cores.SelectMany(c => c.Fields)
        .Where(f => from.Is(f.Source, alias) && to.Is(f.Target, alias) && (from.Field ?? f.SourceField) == f.SourceField && (to.Field is null || f.TargetField is null || f.TargetField == to.Field));

    // The events of a run accumulate: one may name the input and another the output. Other events stand for themselves.
    private static bool Used(IEnumerable<OpenedCore> cores, LinkedNode from, LinkedNode to, bool alias) => cores
        .GroupBy(c => c.Run is { } run ? (object)run : c)
        .Any(g => g.Any(c => c.Inputs.Any(d => from.Is(d, alias))) && g.Any(c => c.Outputs.Any(d => to.Is(d, alias))));
}
