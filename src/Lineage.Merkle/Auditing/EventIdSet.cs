using System.Buffers.Binary;

namespace Lineage.Merkle;

/// <summary>
/// Remembers event ids in 11 to 22 bytes each, by a fingerprint of 64 bits. It never overlooks an id that came before; that it takes a
/// new one for an old one is so unlikely that whoever asks looks again at the few it names.
/// </summary>
internal sealed class EventIdSet
{
    private ulong[] _slots = new ulong[1024];
    private int _count;

    /// <summary>Adds an id.</summary>
    /// <returns>False when it seems to be there already.</returns>
    public bool Add(Guid id)
    {
        if (_count >= _slots.Length / 4 * 3) Grow();
        if (!Put(_slots, Fingerprint(id))) return false;
        _count++;
        return true;
    }

    private void Grow()
    {
        var larger = new ulong[_slots.Length * 2];
        foreach (var fingerprint in _slots)
            if (fingerprint != 0) Put(larger, fingerprint);
        _slots = larger;
    }

    private static bool Put(ulong[] slots, ulong fingerprint)
    {
        for (var i = fingerprint & (ulong)(slots.Length - 1); ; i = (i + 1) & (ulong)(slots.Length - 1))
        {
            if (slots[i] == fingerprint) return false;
            if (slots[i] != 0) continue;
            slots[i] = fingerprint;
            return true;
        }
    }

    // Ids are already spread evenly; mixing both halves keeps ids apart that were chosen to be alike in one.
    private static ulong Fingerprint(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var mixed = (BinaryPrimitives.ReadUInt64LittleEndian(bytes) * 0x9E3779B97F4A7C15) ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        mixed = (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93;
        return (mixed ^ (mixed >> 32)) is var fingerprint && fingerprint == 0 ? 1 : fingerprint;
    }
}
