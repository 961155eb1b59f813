using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lineage.Merkle;

/// <summary>
/// What a receipt promises about one event, as a leaf (RFC 6962 section 2.1) under the root that is signed once for all receipts of one
/// group commit. It holds nothing that the receipt does not show. The log's origin names the tenant.
/// </summary>
/// <param name="Log">Origin of the log in which the event will be.</param>
/// <param name="EventId">The event's identity.</param>
/// <param name="RecordedAt">When it was taken, to the microsecond.</param>
/// <param name="MergeDelay">Seconds within which it is sealed.</param>
/// <param name="Commit">Base64 of the commitment to the stored bytes.</param>
/// <param name="Salt">Base64 of the salt that opens the commitment; null when the payload and its salt were erased before.</param>
public sealed record ReceiptLeaf(string Log, Guid EventId, DateTimeOffset RecordedAt, long MergeDelay, string Commit, string? Salt)
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The hash of the leaf.</summary>
    public MerkleHash Hash => Rfc6962.LeafHash(ToBytes());

    /// <summary>The bytes of the leaf: canonical JSON (RFC 8785), members ordered by name.</summary>
    public byte[] ToBytes()
    {
        var output = new ArrayBufferWriter<byte>(384);
        using var json = new Utf8JsonWriter(output, s_plain);
        json.WriteStartObject();
        json.WriteString("commit", Commit);
        json.WriteString("id", EventId);
        json.WriteString("log", Log);
        json.WriteNumber("mmd", MergeDelay);
        json.WriteString("recorded", RecordedAt.UtcDateTime.ToString(LeafEntry.TimeFormat, CultureInfo.InvariantCulture));
        if (Salt is not null) json.WriteString("salt", Salt);
        json.WriteNumber("v", 1);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }
}
