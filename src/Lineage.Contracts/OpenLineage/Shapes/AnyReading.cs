using System.Runtime.InteropServices;
using System.Text.Json;

namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>Copies JSON of any shape so that it can be written again later: text is made well-formed, what is nested too deeply becomes null.</summary>
internal static class AnyReading
{
    public static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object when writer.CurrentDepth <= JsonDepth.Max:
                writer.WriteStartObject();
                foreach (var member in json.EnumerateObject())
                {
                    writer.WritePropertyName(JsonText.Of(member));
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array when writer.CurrentDepth <= JsonDepth.Max:
                writer.WriteStartArray();
                foreach (var element in json.EnumerateArray())
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(JsonText.Of(json));
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(json), skipInputValidation: true);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
