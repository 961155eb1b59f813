using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lineage.Server.Infrastructure.Record;

/// <summary>Headers of events, texts all of them: read as such, where the platform would make a document of each.</summary>
internal sealed class HeadersJson : JsonConverter<Dictionary<string, object>>
{
    public override Dictionary<string, object> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        var headers = new Dictionary<string, object>(8, StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            headers[name] = reader.TokenType == JsonTokenType.String ? reader.GetString()! : JsonElement.ParseValue(ref reader);
        }

        return headers;
    }

    public override void Write(Utf8JsonWriter writer, Dictionary<string, object> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, header) in value)
        {
            writer.WritePropertyName(name);
            if (header is string text) writer.WriteStringValue(text);
            else JsonSerializer.Serialize(writer, header, options);
        }

        writer.WriteEndObject();
    }
}
