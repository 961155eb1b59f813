using System.Globalization;
using System.Text.Json;
using Lineage.Contracts;

namespace Lineage.Client.Verification;

/// <summary>Reads members of report.json and of events.</summary>
internal static class PackJson
{
    public static JsonElement[] List(this JsonElement e, string name) => e.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    public static string? Text(this JsonElement e, string name) => e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static long? Number(this JsonElement e, string name) => e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    public static bool Flag(this JsonElement e, string name) => e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static JsonElement Member(this JsonElement e, string name) => e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var value) ? value : default;

    public static DateTimeOffset? Time(this JsonElement e, string name) =>
        DateTimeOffset.TryParse(e.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static DatasetName Dataset(this JsonElement e, string name = "name") => new(e.Text("namespace") ?? "", e.Text(name) ?? "");

    public static JobName Job(this JsonElement e) => new(e.Text("namespace") ?? "", e.Text("name") ?? "");
}
