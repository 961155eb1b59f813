using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lineage.Merkle;

namespace Lineage.Server.Features.Reports;

/// <summary>The JSON form of reports: camelCase, members in declaration order, absent values left out, enums by name, times as RFC 3339 UTC with microseconds.</summary>
internal static class ReportJson
{
    /// <summary>How definitions are read and reports are written.</summary>
    internal static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new MicrosecondTime() },
    };

    /// <summary>A report as a person reads it: indented, with line feeds.</summary>
    internal static string Indented(WholeReport report) =>
        Encoding.UTF8.GetString(Written(report, new() { Indented = true, NewLine = "\n", Encoder = Options.Encoder })) + "\n";

    /// <summary>A report in the one form that RFC 8785 gives it.</summary>
    internal static byte[] Canonical(WholeReport report)
    {
        using var document = JsonDocument.Parse(Written(report, default));
        return CanonicalJson.Bytes(document.RootElement);
    }

    /// <summary>SHA-256, in hex, of the content in RFC 8785 form.</summary>
    internal static string ContentHash(IReportContent content)
    {
        using var document = JsonSerializer.SerializeToDocument(content, content.GetType(), Options);
        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(document.RootElement)));
    }

    /// <summary>Whether this is the content of that hash. Reports of version 0.1.0 were hashed with members in declaration order.</summary>
    internal static bool IsContent(IReportContent content, string hash) =>
        ContentHash(content) == hash || Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, content.GetType(), Options))) == hash;

    private static byte[] Written(WholeReport report, JsonWriterOptions form)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, form))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("cover");
            JsonSerializer.Serialize(writer, report.Cover, Options);
            writer.WritePropertyName("content");
            JsonSerializer.Serialize(writer, report.Content, report.Content.GetType(), Options);
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }
}

/// <summary>Writes a time as RFC 3339 in UTC with exactly six decimals.</summary>
internal sealed class MicrosecondTime : JsonConverter<DateTimeOffset>
{
    internal const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>The time as report.json writes it.</summary>
    internal static string Exact(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Exact(value));
}
