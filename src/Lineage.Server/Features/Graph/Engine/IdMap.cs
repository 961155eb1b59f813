namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Small dense numbers for ids; open addressing, about 24 bytes an id.</summary>
internal sealed class IdMap
{
    private readonly Column<Guid> _ids = new();
    private int[] _slots = new int[16];
    private int _named;

    public int Count => _ids.Count;

    public long Bytes => _ids.Bytes + 4L * _slots.Length;

    public Guid this[int index] => _ids[index];

    /// <summary>The number of an id; -1 when it has none.</summary>
    public int Find(Guid id)
    {
        for (var slot = Slot(id, _slots.Length); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
            if (_ids[_slots[slot] - 1] == id) return _slots[slot] - 1;
        return -1;
    }

    public int Add(Guid id)
    {
        if (Find(id) is >= 0 and var known) return known;
        if (++_named * 10 > _slots.Length * 7) Grow();
        var index = _ids.Add(id);
        Put(_slots, id, index);
        return index;
    }

    /// <summary>A number for something nobody will ask for by its id.</summary>
    public int AddUnnamed() => _ids.Add(Guid.Empty);

    public void Trim() => _ids.Trim();

    public void Save(SnapshotWriter snapshot)
    {
        _ids.Save(snapshot);
        snapshot.Write<int>(_slots);
        snapshot.Write<int>([_named]);
    }

    public void Load(SnapshotReader snapshot)
    {
        _ids.Load(snapshot);
        (_slots, _named) = (snapshot.Read<int>(), snapshot.Read<int>()[0]);
    }

    private void Grow()
    {
        var slots = new int[_slots.Length * 2];
        foreach (var slot in _slots)
            if (slot != 0) Put(slots, _ids[slot - 1], slot - 1);
        _slots = slots;
    }

    private static void Put(int[] slots, Guid id, int index)
    {
        var slot = Slot(id, slots.Length);
        while (slots[slot] != 0) slot = (slot + 1) & (slots.Length - 1);
        slots[slot] = index + 1;
    }

    // Ids of clients need not be random: multiply, and take the upper bits.
    private static int Slot(Guid id, int length) => (int)(((uint)id.GetHashCode() * 0x9E3779B97F4A7C15UL) >> 33) & (length - 1);
}
