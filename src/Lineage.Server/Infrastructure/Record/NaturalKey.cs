using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Lineage.Server.Infrastructure.Record;

/// <summary>Ids derived from what a thing is called, so that every door and every rebuild finds the same one: UUIDs of version 5 (RFC 9562 section 5.5).</summary>
internal static class NaturalKey
{
    private static readonly Guid Space = new("6f1f3c1e-7a0b-5b0e-9a55-4c1f5d0a7e11");

    public static Guid Dataset(string tenant, string ns, string name) => Of(tenant, "dataset", ns, name);

    public static Guid Job(string tenant, string ns, string name) => Of(tenant, "job", ns, name);

    /// <summary>A run's stream: its id when that is a UUID, as OpenLineage asks; else derived from the text its client sent.</summary>
    public static Guid Run(string tenant, string runId) => Guid.TryParseExact(runId, "D", out var id) ? id : Of(tenant, "run", runId);

    public static Guid Tenant(string tenant) => Of(tenant, "tenant");

    public static Guid Log(string tenant) => Of(tenant, "log");

    public static Guid Organisation(string tenant) => Of(tenant, "organisation");

    // Parts are joined by NUL, which no name that is stored may hold.
    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 version 5 is defined over SHA-1; nothing secret rests on it.")]
    private static Guid Of(params ReadOnlySpan<string> parts) =>
        Layout(SHA1.HashData([.. Space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(string.Join('\0', parts))]), version: 5);

    /// <summary>The first 16 bytes of a hash as a UUID of the given version, variant 10.</summary>
    public static Guid Layout(ReadOnlySpan<byte> hash, int version)
    {
        Span<byte> bytes = stackalloc byte[16];
        hash[..16].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
