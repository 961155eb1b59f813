using System.Buffers;
using System.Text.Json;
using Lineage.Merkle;
using Lineage.Server.Infrastructure.Record;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>An event as the store will hold it: committed to, and with the MAC that lets the sealer trust the row.</summary>
/// <param name="Body">The stored bytes.</param>
/// <param name="Headers">What stands beside them, as JSON in UTF-8.</param>
internal sealed record EventRow(NewEvent Event, string Type, string DotNetType, byte[] Body, byte[] Headers, Commitment Commitment)
{
    public Guid Id => Event.Id;

    public static EventRow Of(string tenant, NewEvent e, RecordKeys keys, EventTypes types)
    {
        var (type, dotNetType) = types.Of(e.Data);
        var body = EventBytes.Of(e.Data);
        var commitment = Commitment.To(body);
        return new(e, type, dotNetType, body, Write(e, commitment, keys.Mac(e.Id, tenant, e.Stream, type, e.Actor, commitment.Value)), commitment);
    }

    private static byte[] Write(NewEvent e, Commitment commitment, string mac)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString(Record.Headers.Commit, commitment.Value);
        json.WriteString(Record.Headers.Salt, commitment.Salt);
        json.WriteString(Record.Headers.Actor, e.Actor);
        json.WriteString(Record.Headers.Request, e.RequestId);
        json.WriteString(Record.Headers.Mac, mac);
        if (e.Flags.Count > 0) json.WriteString(Record.Headers.Flags, string.Join('\n', e.Flags));
        if (e.Core is not null)
        {
            var core = Commitment.To(e.Core);
            json.WriteString(Record.Headers.Core, core.Value);
            json.WriteString(Record.Headers.CoreSalt, core.Salt);
        }

        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }
}
