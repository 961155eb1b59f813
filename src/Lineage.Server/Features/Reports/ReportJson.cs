using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lineage.Server.Features.Reports.DatasetProvenance;

namespace Lineage.Server.Features.Reports;

/// <summary>The JSON form of reports: camelCase, members in declaration order, absent values left out, times as RFC 3339 UTC with microseconds.</summary>
[JsonSerializable(typeof(ProvenanceReport))]
[JsonSerializable(typeof(ReportDefinition))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>As files are written: indented, with line feeds.</summary>
    internal static ReportJson Canonical { get; } = new(Written(indented: true));

    /// <summary>As content is hashed: without white space.</summary>
    internal static ReportJson Compact { get; } = new(Written(indented: false));

    private static JsonSerializerOptions Written(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = indented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter<SubjectKind>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<NodeRole>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<EdgeBasis>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<ChangeKind>(JsonNamingPolicy.CamelCase),
            new MicrosecondTime(),
        },
    };
}

/// <summary>Writes a time as RFC 3339 in UTC with exactly six decimals.</summary>
internal sealed class MicrosecondTime : JsonConverter<DateTimeOffset>
{
    internal const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
}
