using System.Text.Json;

namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>Lenient reading of single values.</summary>
internal static class ScalarReading
{
    /// <summary>Whether a typed member can hold the value. Formats of text do not matter, but for times.</summary>
    public static bool IsReadable(JsonElement json, ScalarKind kind) => kind switch
    {
        ScalarKind.Boolean => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
        ScalarKind.Number => json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) && double.IsFinite(number),
        ScalarKind.Integer or ScalarKind.PositiveInteger or ScalarKind.WideNumber => json.ValueKind == JsonValueKind.Number && JsonNumber.TryLong(json, out _),
        ScalarKind.Time => json.ValueKind == JsonValueKind.String && Rfc3339.TryParse(JsonText.Of(json), out _, out _),
        _ => json.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False,
    };

    /// <summary>Writes a readable value in the form its typed member takes.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement json, ScalarKind kind)
    {
        switch (kind)
        {
            case ScalarKind.Boolean:
            case ScalarKind.Number:
                json.WriteTo(writer);
                break;
            case ScalarKind.Integer or ScalarKind.PositiveInteger or ScalarKind.WideNumber when JsonNumber.TryLong(json, out var whole):
                writer.WriteNumberValue(whole);
                break;
            default:
                writer.WriteStringValue(json.ValueKind == JsonValueKind.String ? JsonText.Of(json) : json.GetRawText());
                break;
        }
    }
}
