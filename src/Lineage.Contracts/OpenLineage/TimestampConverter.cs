using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lineage.Contracts.OpenLineage.Shapes;

namespace Lineage.Contracts.OpenLineage;

/// <summary>RFC 3339 times: read with any offset (none is UTC, digits below 100 ns are cut), written in UTC with as many fraction digits as needed.</summary>
public sealed class TimestampConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Rfc3339.TryParse(reader.GetString(), out var time, out _) ? time : throw new JsonException("Not an RFC 3339 date-time.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
    }
}
