using System.Text.Json;
using Lineage.Contracts;

namespace Lineage.Server.Features.Graph.Interpretation;

/// <summary>Lenient reading: what has another type than expected is taken as absent, never as an error.</summary>
internal static class JsonReading
{
    // Up to here, looking through a list is faster than a dictionary.
    private const int Few = 8;

    /// <summary>The member, when the element is an object that has it and it is not null.</summary>
    public static JsonElement? Member(this JsonElement element, string name) => element.Property(name) is { ValueKind: not JsonValueKind.Null } member ? member : null;

    /// <summary>The member, null or not, when the element is an object that has it; of duplicates the last.</summary>
    public static JsonElement? Property(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        try
        {
            return element.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            // Another member's name is no text (a lone surrogate); the platform's look-up gives up at it.
            JsonElement? found = null;
            foreach (var property in element.EnumerateObject())
                if (NameOf(property) == name) found = property.Value;
            return found;
        }
    }

    /// <summary>The member when it is a text; characters that PostgreSQL cannot hold in a text are made visible instead.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name) is { } member ? member.AsText() : null;

    public static string? AsText(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return null;
        try
        {
            return element.GetString()!.Replace('\0', '\u2400');
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: not text by Unicode's rules, though JSON's grammar allows its escape.
            return LoneSurrogates.Unescape(element.GetRawText());
        }
    }

    /// <summary>A scalar as text, for values that tools send as number or boolean where the specification wants a string.</summary>
    public static string? Scalar(this JsonElement element, string name) => element.Member(name) is not { } member ? null : member.ValueKind switch
    {
        JsonValueKind.String => member.AsText(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.GetRawText(),
        _ => null,
    };

    public static bool Flag(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The members of an object, each name once: of duplicates the last counts, as RFC 8259 parsers have it.</summary>
    public static List<(string Name, JsonElement Value)> Members(this JsonElement element, string name)
    {
        if (element.Member(name) is not { ValueKind: JsonValueKind.Object } holder) return [];
        var members = new List<(string Name, JsonElement Value)>();
        var places = holder.GetPropertyCount() > Few ? new Dictionary<string, int>(StringComparer.Ordinal) : null;
        foreach (var property in holder.EnumerateObject())
        {
            if (NameOf(property) is not { } key) continue;
            var place = places is null ? members.FindIndex(m => m.Name == key) : places.GetValueOrDefault(key, -1);
            if (place >= 0)
            {
                members[place] = (key, property.Value);
                continue;
            }

            places?.Add(key, members.Count);
            members.Add((key, property.Value));
        }

        return members;
    }

    public static DatasetName? Dataset(this JsonElement element) =>
        element.Text("namespace") is { Length: > 0 } ns && element.Text("name") is { Length: > 0 } name ? new(ns, name) : null;

    public static JobName? Job(this JsonElement element) =>
        element.Text("namespace") is { } ns && element.Text("name") is { Length: > 0 } name ? new(ns, name) : null;

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name.Replace('\0', '\u2400');
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
