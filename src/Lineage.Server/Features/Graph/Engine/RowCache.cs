namespace Lineage.Server.Features.Graph.Engine;

/// <summary>
/// Rows that questions about everything recorded have had made, kept until an event changes them: as they are after the last valid time, and
/// with times. Many readers fill it at once (two that make the same row make it alike); it is changed otherwise only between reads.
/// </summary>
internal sealed class RowCache
{
    private const int Kinds = (int)RowKind.Readers + 1;
    private const int Header = 24;
    private static readonly int s_timed = System.Runtime.CompilerServices.Unsafe.SizeOf<TimedLine>();
    private readonly Line[]?[]?[] _last = new Line[]?[]?[2 * Kinds];
    private readonly TimedLine[]?[]?[] _timed = new TimedLine[]?[]?[2 * Kinds];
    private readonly long[] _bytes = new long[4 * Kinds];
    private readonly long[] _used = new long[4 * Kinds];
    private long _clock;

    public long Bytes => _bytes.Sum();

    /// <summary>True while no row was ever asked for.</summary>
    public bool IsEmpty => _clock == 0;

    /// <summary>Takes the table of a kind of rows, which the reader may go on using even when it is dropped meanwhile.</summary>
    /// <param name="size">How many things there are of that kind.</param>
    public Line[]?[] Last(RowKind kind, bool current, int size) => Table(_last, Index(kind, current), Index(kind, current), size);

    public TimedLine[]?[] Timed(RowKind kind, bool current, int size) => Table(_timed, Index(kind, current), 2 * Kinds + Index(kind, current), size);

    public Line[] Keep(RowKind kind, bool current, Line[]?[] table, int key, Line[] row)
    {
        if (Interlocked.CompareExchange(ref table[key], row, null) is { } known) return known;
        Interlocked.Add(ref _bytes[Index(kind, current)], Size(row));
        return row;
    }

    public TimedLine[] Keep(RowKind kind, bool current, TimedLine[]?[] table, int key, TimedLine[] row)
    {
        if (Interlocked.CompareExchange(ref table[key], row, null) is { } known) return known;
        Interlocked.Add(ref _bytes[2 * Kinds + Index(kind, current)], Size(row));
        return row;
    }

    /// <summary>Forgets a row, since something in it may have changed; never while others read.</summary>
    public void Drop(RowKind kind, int key)
    {
        for (var index = Index(kind, false); index <= Index(kind, true); index++)
        {
            if (_last[index] is { } last && key < last.Length && last[key] is { } row)
            {
                _bytes[index] -= Size(row);
                last[key] = null;
            }

            if (_timed[index] is { } timed && key < timed.Length && timed[key] is { } lines)
            {
                _bytes[2 * Kinds + index] -= Size(lines);
                timed[key] = null;
            }
        }
    }

    /// <summary>Forgets whole tables, those not asked for longest first, until what is kept is small enough.</summary>
    public void Shrink(long most)
    {
        while (Bytes > most)
        {
            var oldest = Enumerable.Range(0, _bytes.Length).Where(n => Interlocked.Read(ref _bytes[n]) > 0).MinBy(n => Volatile.Read(ref _used[n]));
            if (oldest < 2 * Kinds) Volatile.Write(ref _last[oldest], null);
            else Volatile.Write(ref _timed[oldest - 2 * Kinds], null);
            Interlocked.Exchange(ref _bytes[oldest], 0);
        }
    }

    private T[]?[] Table<T>(T[]?[]?[] tables, int index, int count, int size)
    {
        Volatile.Write(ref _used[count], Interlocked.Increment(ref _clock));
        var known = Volatile.Read(ref tables[index]);
        if (known is not null && known.Length >= size) return known;

        // There are more things now: as many rows as are known go along.
        var table = new T[]?[size + (size >> 3)];
        known?.CopyTo(table, 0);
        if (Interlocked.CompareExchange(ref tables[index], table, known) != known) return Table(tables, index, count, size);
        Interlocked.Add(ref _bytes[count], 8L * (table.Length - (known?.Length ?? 0)));
        return table;
    }

    private static int Index(RowKind kind, bool current) => 2 * (int)kind + (current ? 1 : 0);

    private static long Size(Line[] row) => row.Length == 0 ? 0 : Header + (12L * row.Length);

    private static long Size(TimedLine[] row) => row.Length == 0 ? 0 : Header + ((long)s_timed * row.Length);
}
