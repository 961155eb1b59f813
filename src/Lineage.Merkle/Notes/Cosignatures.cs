using System.Buffers.Binary;
using System.Globalization;

namespace Lineage.Merkle;

/// <summary>The form of a timestamped Ed25519 signature and the message under it (C2SP tlog-cosignature).</summary>
internal static class Cosignatures
{
    /// <summary>Header, time, and the whole text of the note.</summary>
    public static byte[] Message(long time, string text) =>
        NoteText.Encode($"cosignature/v1\ntime {time.ToString(CultureInfo.InvariantCulture)}\n{text}");

    /// <summary>Splits a signature into its time, in seconds since 1970, and the Ed25519 signature.</summary>
    public static bool TryRead(ReadOnlySpan<byte> signature, out long time, out ReadOnlySpan<byte> ed25519)
    {
        var fits = signature.Length > sizeof(long);
        time = fits ? BinaryPrimitives.ReadInt64BigEndian(signature) : 0;
        ed25519 = fits ? signature[sizeof(long)..] : [];
        return fits && time >= 0;
    }

    public static byte[] Write(long time, ReadOnlySpan<byte> ed25519)
    {
        var bytes = new byte[sizeof(long) + ed25519.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time);
        ed25519.CopyTo(bytes.AsSpan(sizeof(long)));
        return bytes;
    }
}
