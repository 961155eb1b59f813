using System.Text.Json;
using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>
/// The little that an OpenLineage event must have to be kept: what it is about and when. Everything else is kept as it is and flagged.
/// </summary>
internal static class EventShape
{
    /// <summary>The longest namespace, name or run id: what an index of the store can hold, with room to spare.</summary>
    public const int LongestName = 2048;

    /// <summary>Null when the event can be kept.</summary>
    public static Refusal? Check(JsonElement e)
    {
        if (e.ValueKind != JsonValueKind.Object) return new(400, "not-an-object", "An event is a JSON object.", "");
        if (e.Property("eventTime") is not { ValueKind: JsonValueKind.String } time) return Lacks("/eventTime", "a time (RFC 3339)");
        if (EventTime.Read(time.AsText()) is null) return Lacks("/eventTime", "a time that can be read (RFC 3339)");
        if (e.Property("run") is { } run) return Run(run) ?? Name(e.Property("job"), "/job") ?? Lists(e);
        if (e.Property("dataset") is { } dataset) return Name(dataset, "/dataset");
        return e.Property("job") is { } job
            ? Name(job, "/job") ?? Lists(e)
            : new(422, "unknown-event", "An event has a run and its job, or a job, or a dataset.", "");
    }

    private static Refusal? Run(JsonElement run) =>
        run.ValueKind != JsonValueKind.Object ? Lacks("/run", "an object") : Identity(run, "runId", "/run");

    private static Refusal? Lists(JsonElement e) => List(e, "inputs") ?? List(e, "outputs");

    private static Refusal? List(JsonElement e, string name)
    {
        if (e.Property(name) is not { ValueKind: not JsonValueKind.Null } list) return null;
        if (list.ValueKind != JsonValueKind.Array) return Lacks($"/{name}", "an array");
        var index = 0;
        foreach (var item in list.EnumerateArray())
            if (Name(item, $"/{name}/{index++}") is { } refusal) return refusal;
        return null;
    }

    private static Refusal? Name(JsonElement? element, string pointer) =>
        element is not { ValueKind: JsonValueKind.Object } named ? Lacks(pointer, "an object with namespace and name") : Identity(named, "namespace", pointer) ?? Identity(named, "name", pointer);

    private static Refusal? Identity(JsonElement holder, string name, string pointer)
    {
        if (holder.Property(name) is not { ValueKind: JsonValueKind.String } value) return Lacks($"{pointer}/{name}", "a string");
        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Lacks($"{pointer}/{name}", "a string without lone surrogates");
        }

        return text switch
        {
            "" => Lacks($"{pointer}/{name}", "a string that is not empty"),
            _ when text.Contains('\0', StringComparison.Ordinal) => Lacks($"{pointer}/{name}", "a string without NUL"),
            { Length: > LongestName } => Lacks($"{pointer}/{name}", $"a string of at most {LongestName} characters"),
            _ => null,
        };
    }

    private static JsonElement? Property(this JsonElement holder, string name) => holder.Find(name);

    private static Refusal Lacks(string pointer, string what) => new(422, "event-without-identity", $"Expected {what}.", pointer);
}
