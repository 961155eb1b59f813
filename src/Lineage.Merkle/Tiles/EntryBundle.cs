using System.Buffers;
using System.Buffers.Binary;

namespace Lineage.Merkle;

/// <summary>Bundles of log entries: each entry after its length as a big-endian 16-bit number (C2SP tlog-tiles, "Log entries").</summary>
public static class EntryBundle
{
    /// <summary>The largest entry, in bytes.</summary>
    public const int MaxEntry = ushort.MaxValue;

    /// <summary>Writes one more entry.</summary>
    /// <exception cref="ArgumentException">The entry is too large.</exception>
    public static void Append(IBufferWriter<byte> bundle, ReadOnlySpan<byte> entry)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        if (entry.Length > MaxEntry)
        {
            throw new ArgumentException($"An entry of a log has at most {MaxEntry} bytes; this has {entry.Length}.", nameof(entry));
        }

        BinaryPrimitives.WriteUInt16BigEndian(bundle.GetSpan(sizeof(ushort)), (ushort)entry.Length);
        bundle.Advance(sizeof(ushort));
        bundle.Write(entry);
    }

    /// <summary>The entries of a bundle, as slices of it.</summary>
    /// <exception cref="FormatException">The bundle ends in the middle of an entry.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> bundle)
    {
        var entries = new List<ReadOnlyMemory<byte>>(TileId.Full);
        while (!bundle.IsEmpty)
        {
            if (!TryTake(ref bundle, out var entry))
            {
                throw new FormatException($"The bundle is cut short in entry {entries.Count}.");
            }

            entries.Add(entry);
        }

        return entries;
    }

    internal static bool TryTake(ref ReadOnlyMemory<byte> bundle, out ReadOnlyMemory<byte> entry)
    {
        entry = default;
        if (!BinaryPrimitives.TryReadUInt16BigEndian(bundle.Span, out var length) || bundle.Length < sizeof(ushort) + length)
        {
            return false;
        }

        entry = bundle.Slice(sizeof(ushort), length);
        bundle = bundle[(sizeof(ushort) + length)..];
        return true;
    }
}
