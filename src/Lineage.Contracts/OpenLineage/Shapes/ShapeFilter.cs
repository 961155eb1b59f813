using System.Text.Json;

namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>
/// Copies the part of JSON that a typed record can hold: an optional member, list item or map entry that does not fit is left out,
/// a number or boolean where text belongs becomes text. Whatever lacks a required member does not fit, nor do typed parts nested more than 100 levels deep.
/// </summary>
internal static class ShapeFilter
{
    /// <summary>Whether enough fits for a record to be made.</summary>
    public static bool IsUsable(JsonElement json, JsonShape shape, int depth = 0) => depth <= JsonDepth.Typed && shape switch
    {
        ScalarShape scalar => ScalarReading.IsReadable(json, scalar.Kind),
        ListShape list => json.ValueKind == JsonValueKind.Array && IsEmptyOrUsable(json, list.Item, depth),
        MapShape or FacetMapShape => json.ValueKind == JsonValueKind.Object,
        ObjectShape one => json.ValueKind == JsonValueKind.Object && HasRequired(json, one, depth),
        ChoiceShape choice => json.ValueKind == JsonValueKind.Object && Choices.Of(json, choice, out _) is { } chosen && HasRequired(json, chosen.Shape, depth),
        RecursiveShape recursive => IsUsable(json, recursive.Shape, depth),
        _ => true,
    };

    /// <summary>Writes what fits of JSON that is usable.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement json, JsonShape shape)
    {
        switch (shape)
        {
            case ScalarShape scalar:
                ScalarReading.Write(writer, json, scalar.Kind);
                break;
            case ListShape list:
                WriteItems(writer, json, list.Item);
                break;
            case MapShape { Value: not AnyShape } map:
                WriteValues(writer, json, map.Value);
                break;
            case ObjectShape one:
                writer.WriteStartObject();
                WriteMembers(writer, json, one);
                writer.WriteEndObject();
                break;
            case ChoiceShape choice when Choices.Of(json, choice, out _) is { } chosen:
                writer.WriteStartObject();
                writer.WriteString(choice.Discriminator, chosen.Value);
                WriteMembers(writer, json, chosen.Shape, choice);
                writer.WriteEndObject();
                break;
            case RecursiveShape recursive:
                Write(writer, json, recursive.Shape);
                break;
            default:
                AnyReading.Write(writer, json);
                break;
        }
    }

    // A list of which nothing fits must not come out empty: in lineage an empty list says that there is no source.
    private static bool IsEmptyOrUsable(JsonElement json, JsonShape item, int depth)
    {
        foreach (var element in json.EnumerateArray())
        {
            if (IsUsable(element, item, depth + 1))
            {
                return true;
            }
        }

        return json.GetArrayLength() == 0;
    }

    private static bool HasRequired(JsonElement json, ObjectShape shape, int depth)
    {
        var seen = 0UL;
        foreach (var member in json.EnumerateObject())
        {
            var at = shape.IndexOf(member);
            if (at < 0 || !shape.Members[at].IsRequired)
            {
                continue;
            }

            if (!IsUsable(member.Value, shape.Members[at].Shape, depth + 1))
            {
                return false;
            }

            seen |= 1UL << at;
        }

        for (var at = 0; at < shape.Members.Count; at++)
        {
            if (shape.Members[at].IsRequired && (seen & (1UL << at)) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static void WriteItems(Utf8JsonWriter writer, JsonElement json, JsonShape item)
    {
        writer.WriteStartArray();
        foreach (var element in json.EnumerateArray())
        {
            WriteIfUsable(writer, null, element, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteValues(Utf8JsonWriter writer, JsonElement json, JsonShape value)
    {
        writer.WriteStartObject();
        foreach (var member in json.EnumerateObject())
        {
            WriteIfUsable(writer, JsonText.Of(member), member.Value, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, JsonElement json, ObjectShape shape, ChoiceShape? choice = null)
    {
        foreach (var member in json.EnumerateObject())
        {
            var at = shape.IndexOf(member);
            if (at < 0)
            {
                WriteOther(writer, member, choice);
            }
            else if (shape.Members[at].IsRequired)
            {
                // Usable as its owner is: asking again at each level would be quadratic.
                writer.WritePropertyName(shape.Members[at].Name);
                Write(writer, member.Value, shape.Members[at].Shape);
            }
            else
            {
                WriteIfUsable(writer, shape.Members[at].Name, member.Value, shape.Members[at].Shape);
            }
        }
    }

    private static void WriteOther(Utf8JsonWriter writer, JsonProperty member, ChoiceShape? choice)
    {
        var name = JsonText.Of(member);

        // The serializer takes the discriminator once, and names with $ in a polymorphic object for its own.
        if (choice is null || (!string.Equals(name, choice.Discriminator, StringComparison.Ordinal) && !name.StartsWith('$')))
        {
            WriteIfUsable(writer, name, member.Value, Shape.Any);
        }
    }

    private static void WriteIfUsable(Utf8JsonWriter writer, string? name, JsonElement json, JsonShape shape)
    {
        if (!IsUsable(json, shape, writer.CurrentDepth))
        {
            return;
        }

        if (name is not null)
        {
            writer.WritePropertyName(name);
        }

        Write(writer, json, shape);
    }
}
