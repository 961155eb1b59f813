using System.Globalization;
using System.Text.Json;

namespace Lineage.Client.Verification;

/// <summary>What is found of a line: how far it is shown, and why not further.</summary>
internal readonly record struct Judgement(PackResult Result, string? Reason)
{
    public static Judgement Proved => new(PackResult.Proved, null);

    public static Judgement Recorded(string reason) => new(PackResult.Recorded, reason);

    public static Judgement Failed(string reason) => new(PackResult.Failed, reason);
}

/// <summary>A line as report.json states it, and how to judge it by the events that report.csv names for it.</summary>
/// <param name="Id">Its place in report.json (RFC 6901).</param>
/// <param name="Judge">Judges it by its events, all of which are in the log.</param>
internal sealed record StatedLine(string Id, Func<IReadOnlyList<PackEvent>, Judgement> Judge)
{
    /// <summary>The place of an item of a list of the content.</summary>
    public static string IdOf(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"/content/{list}/{index}");
}

/// <summary>The lines of one kind of report: a file each, found by its type.</summary>
internal interface IPackLines
{
    /// <summary>The kind of report.</summary>
    string Type { get; }

    /// <summary>Every line of the report that rests on events.</summary>
    Task<IReadOnlyList<StatedLine>> Of(JsonElement content, PackLogs logs, CancellationToken cancellationToken);
}

/// <summary>The logs of a pack, for lines that speak of the log itself.</summary>
/// <param name="Report">The log that holds the report's own events.</param>
/// <param name="Earlier">Logs that a restore closed.</param>
internal sealed record PackLogs(PackEvidence Report, IReadOnlyList<PackEvidence> Earlier);

/// <summary>Judges every line of a report.</summary>
internal static class PackLines
{
    private static readonly Dictionary<string, IPackLines> Kinds = typeof(PackLines).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IPackLines)))
        .Select(t => (IPackLines)Activator.CreateInstance(t)!).ToDictionary(k => k.Type);

    /// <param name="mark">The known-at mark: no line may rest on an event recorded after it.</param>
    public static async Task<IReadOnlyList<PackLine>> Judge(
        string type, JsonElement content, PackLogs logs, IReadOnlyList<PackRow> rows, IReadOnlyDictionary<string, PackEvent> events, long? mark, CancellationToken cancellationToken)
    {
        var byId = rows.DistinctBy(row => row.Id).ToDictionary(row => row.Id, StringComparer.Ordinal);
        // What a kind that this version does not know states cannot be compared; that its events are in the log can.
        IReadOnlyList<StatedLine> stated = Kinds.TryGetValue(type, out var kind)
            ? await kind.Of(content, logs, cancellationToken)
            : [.. byId.Keys.Select(id => new StatedLine(id, _ => Judgement.Recorded($"reports of the kind {type} are not known to this version")))];
        var lines = new List<PackLine>(stated.Count);
        foreach (var line in stated)
        {
            if (byId.Remove(line.Id, out var row))
            {
                var (result, reason) = Judge(line, row, events, mark);
                lines.Add(new(row.Id, row.Kind, row.States, result, row.Events, reason));
            }
            else
            {
                lines.Add(new(line.Id, "", "", PackResult.Failed, [], "report.csv has no row for this line"));
            }
        }

        return [.. lines, .. byId.Values.Select(row => new PackLine(row.Id, row.Kind, row.States, PackResult.Failed, row.Events, "report.json has no such line"))];
    }

    private static Judgement Judge(StatedLine line, PackRow row, IReadOnlyDictionary<string, PackEvent> events, long? mark)
    {
        var cited = new List<PackEvent>(row.Events.Count);
        foreach (var id in row.Events)
        {
            if (!events.TryGetValue(id, out var e)) return Judgement.Failed($"event {id} is not in the pack: no proof that it was sealed");
            if (e.Fault is not null) return Judgement.Failed($"event {id}: {e.Fault}");
            if (e.Leaf!.Sequence > mark) return Judgement.Failed($"event {id} was recorded after the known-at mark");
            cited.Add(e);
        }

        try
        {
            return line.Judge(cited);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return Judgement.Failed("what it or its event says cannot be read");
        }
    }
}
