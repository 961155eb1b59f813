using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lineage.Merkle;

/// <summary>
/// The first entry of a log that was opened after a restore. It names the log before it, the last checkpoint that one signed, and the
/// entries of it that are lost, so that nobody can take a restore for a log that was never different.
/// </summary>
/// <param name="Log">Origin of the new log.</param>
/// <param name="OldOrigin">Origin of the log before it.</param>
/// <param name="OldCheckpoint">The last signed checkpoint of the log before it, as a signed note.</param>
/// <param name="LostFrom">First index of the old log that is not there any more.</param>
/// <param name="LostTo">The size that the old log had signed; equal to <paramref name="LostFrom"/> when nothing is lost.</param>
/// <param name="RestoredAt">When the new log was opened.</param>
public sealed record RestoreNote(string Log, string OldOrigin, string OldCheckpoint, long LostFrom, long LostTo, DateTimeOffset RestoredAt)
{
    private const string Kind = "log_restored";

    /// <summary>The bytes of the entry: canonical JSON (RFC 8785).</summary>
    public byte[] ToBytes()
    {
        var note = new JsonObject
        {
            ["at"] = RestoredAt.UtcDateTime.ToString(LeafEntry.TimeFormat, CultureInfo.InvariantCulture),
            ["log"] = Log,
            ["lost"] = new JsonObject { ["from"] = LostFrom.ToString(CultureInfo.InvariantCulture), ["to"] = LostTo.ToString(CultureInfo.InvariantCulture) },
            ["old"] = new JsonObject { ["checkpoint"] = OldCheckpoint, ["origin"] = OldOrigin },
            ["type"] = Kind,
            ["v"] = 1,
        };
        using var document = JsonDocument.Parse(note.ToJsonString());
        return CanonicalJson.Bytes(document.RootElement);
    }

    /// <summary>Reads such an entry; null when the bytes are anything else.</summary>
    public static RestoreNote? TryParse(ReadOnlySpan<byte> entry)
    {
        try
        {
            var note = JsonNode.Parse(entry)!;
            if ((string?)note["type"] != Kind || note["id"] is not null) return null;
            var read = new RestoreNote(
                (string)note["log"]!, (string)note["old"]!["origin"]!, (string)note["old"]!["checkpoint"]!, long.Parse((string)note["lost"]!["from"]!, CultureInfo.InvariantCulture),
                long.Parse((string)note["lost"]!["to"]!, CultureInfo.InvariantCulture),
                DateTimeOffset.ParseExact((string)note["at"]!, LeafEntry.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
            return entry.SequenceEqual(read.ToBytes()) ? read : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException or NullReferenceException or ArgumentNullException or OverflowException)
        {
            return null;
        }
    }
}
