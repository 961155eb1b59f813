using System.Runtime.CompilerServices;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>A growing array of plain values that knows its size in bytes.</summary>
internal sealed class Column<T>
    where T : unmanaged
{
    private T[] _items = [];

    public int Count { get; private set; }

    public long Bytes => (long)_items.Length * Unsafe.SizeOf<T>();

    public ref T this[int index] => ref _items[index];

    public ReadOnlySpan<T> Span => _items.AsSpan(0, Count);

    public int Add(T item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Math.Max(16, Count + (Count >> 1)));
        _items[Count] = item;
        return Count++;
    }

    /// <summary>Forgets what comes from there on.</summary>
    public void Cut(int count) => Count = count;

    /// <summary>Gives back what growing took too much.</summary>
    public void Trim()
    {
        if (_items.Length > Count + (Count >> 3) + 16) Array.Resize(ref _items, Count);
    }

    public void Save(SnapshotWriter snapshot) => snapshot.Write(Span);

    public void Load(SnapshotReader snapshot)
    {
        _items = snapshot.Read<T>();
        Count = _items.Length;
    }
}
