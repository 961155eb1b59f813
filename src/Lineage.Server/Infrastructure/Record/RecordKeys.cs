using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Lineage.Server.Infrastructure.Record;

/// <summary>
/// The two secrets behind the record, kept outside the database: one gives events their identity, one proves that a row came
/// through the gate. Whoever can write to the database but not read the state directory can forge neither.
/// </summary>
internal sealed class RecordKeys(byte[] identity, byte[] rows)
{
    public static RecordKeys From(StateDirectory state) => new(state.Key("event-identity", 32), state.Key("row-mac", 32));

    /// <summary>
    /// The identity of received bytes within a tenant: the same bytes are the same event. Keyed, so that nobody can test a guess of
    /// an erased payload against it. Laid out as a UUID of version 8 (RFC 9562 section 5.8).
    /// </summary>
    public Guid EventId(string tenant, ReadOnlySpan<byte> received)
    {
        var name = Encoding.UTF8.GetByteCount(tenant);
        var keyed = ArrayPool<byte>.Shared.Rent(name + 1 + received.Length);
        Encoding.UTF8.GetBytes(tenant, keyed);
        keyed[name] = 0;
        received.CopyTo(keyed.AsSpan(name + 1));
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(identity, keyed.AsSpan(0, name + 1 + received.Length), hash);
        ArrayPool<byte>.Shared.Return(keyed, clearArray: true);
        return NaturalKey.Layout(hash, version: 8);
    }

    /// <summary>The row's MAC over what the log will seal: id, tenant, stream, type, actor, commitment.</summary>
    public string Mac(Guid id, string tenant, Guid stream, string type, string actor, string commit)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(rows, Encoding.UTF8.GetBytes($"lineage-row/v1\n{id}\n{tenant}\n{stream}\n{type}\n{actor}\n{commit}"), mac);
        return Convert.ToBase64String(mac);
    }

    /// <summary>True when the MAC is that of these values.</summary>
    public bool Verifies(string mac, Guid id, string tenant, Guid stream, string type, string actor, string commit) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(Mac(id, tenant, stream, type, actor, commit)));
}
