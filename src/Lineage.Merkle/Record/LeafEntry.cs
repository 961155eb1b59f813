using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lineage.Merkle;

/// <summary>
/// What the log holds of one event: an envelope of canonical JSON (RFC 8785) that names and binds the event and reveals nothing of what
/// it says. It stays valid when the payload and its salts are erased.
/// </summary>
/// <param name="Log">Origin of the log that the entry was made for.</param>
/// <param name="Tenant">The tenant whose event it is.</param>
/// <param name="EventId">The event's identity.</param>
/// <param name="Sequence">Its place in the record.</param>
/// <param name="Stream">The stream of the thing it is about.</param>
/// <param name="Version">Its place in that stream.</param>
/// <param name="Type">Its name in the store.</param>
/// <param name="RecordedAt">When it was taken, to the microsecond.</param>
/// <param name="Actor">Random id that stands for who sent it.</param>
/// <param name="Commit">Base64 of the commitment to the stored bytes.</param>
/// <param name="Core">Base64 of the commitment to the core facts, for an observation.</param>
/// <param name="Late">True when the entry was made by the sweep for events that the sealer had passed.</param>
public sealed record LeafEntry(
    string Log, string Tenant, Guid EventId, long Sequence, Guid Stream, long Version, string Type, DateTimeOffset RecordedAt, string Actor, string Commit, string? Core, bool Late)
{
    /// <summary>How times are written: RFC 3339, UTC, six decimals.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of the entry: canonical JSON, members ordered by name, 64-bit numbers as decimal strings.</summary>
    public byte[] ToBytes()
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(output, s_plain)) Write(json);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads an entry.</summary>
    /// <exception cref="FormatException">The bytes are not those of an event's entry in canonical form.</exception>
    public static LeafEntry Parse(ReadOnlySpan<byte> entry) => TryParse(entry) ?? throw new FormatException("Not the entry of an event in canonical form.");

    /// <summary>Reads an entry; null when the bytes are anything else, such as a note of the log about itself.</summary>
    public static LeafEntry? TryParse(ReadOnlySpan<byte> entry)
    {
        try
        {
            var reader = new Utf8JsonReader(entry);
            using var document = JsonDocument.ParseValue(ref reader);
            var e = document.RootElement;
            if (e.ValueKind != JsonValueKind.Object) return null;
            var read = new LeafEntry(
                Text(e, "log"), Text(e, "tenant"), Guid.ParseExact(Text(e, "id"), "D"), Number(e, "seq"), Guid.ParseExact(Text(e, "stream"), "D"), Number(e, "version"), Text(e, "type"),
                DateTimeOffset.ParseExact(Text(e, "recorded"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), Text(e, "actor"), Text(e, "commit"),
                e.TryGetProperty("core", out var core) ? core.GetString() : null, e.TryGetProperty("late", out var late) && late.GetBoolean());
            return entry.SequenceEqual(read.ToBytes()) ? read : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    // In the order of RFC 8785; a test holds it against the canonical form of the same members.
    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("actor", Actor);
        json.WriteString("commit", Commit);
        if (Core is not null) json.WriteString("core", Core);
        json.WriteString("id", EventId);
        if (Late) json.WriteBoolean("late", true);
        json.WriteString("log", Log);
        json.WriteString("recorded", RecordedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        json.WriteString("seq", Sequence.ToString(CultureInfo.InvariantCulture));
        json.WriteString("stream", Stream);
        json.WriteString("tenant", Tenant);
        json.WriteString("type", Type);
        json.WriteNumber("v", 1);
        json.WriteString("version", Version.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static string Text(JsonElement e, string name) => e.GetProperty(name).GetString() ?? throw new FormatException(name);

    private static long Number(JsonElement e, string name) => long.Parse(Text(e, name), NumberStyles.None, CultureInfo.InvariantCulture);
}
