using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lineage.Contracts;

/// <summary>JSON that is passed on byte for byte: duplicate keys, spaces and the writing of numbers stay as they are.</summary>
/// <param name="Utf8">One JSON value.</param>
[JsonConverter(typeof(RawJsonConverter))]
public sealed record RawJson(ReadOnlyMemory<byte> Utf8);

internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new(System.Text.Encoding.UTF8.GetBytes(document.RootElement.GetRawText()));
    }

    // What is stored was checked at the door; the writer's own check would refuse deep nesting.
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}
