using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>Rows in the binary format of PostgreSQL's COPY, cell after cell. Npgsql's own importer takes several times as long a cell.</summary>
/// <param name="columns">Columns of each row, tenant_id, seq and valid_at among them.</param>
/// <param name="capacity">Bytes to begin with.</param>
internal sealed class CopyRows(int columns, int capacity)
{
    private const int TextType = 25;
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly ArrayBufferWriter<byte> _buffer = new(capacity);

    /// <summary>What comes before the first row: signature, no flags, no extension.</summary>
    public static ReadOnlyMemory<byte> Header { get; } = new([.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0]);

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>Begins a row of the event.</summary>
    public CopyRows Row(Observed e)
    {
        Short((short)columns);
        return Text(e.Tenant).Long(e.Sequence).Time(e.Said.ValidAt);
    }

    /// <summary>Says that this was the last row.</summary>
    public void End() => Short(-1);

    public CopyRows Text(string? value)
    {
        if (value is null) return Null();
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var span = _buffer.GetSpan(4 + most);
        var length = Encoding.UTF8.GetBytes(value, span[4..]);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        _buffer.Advance(4 + length);
        return this;
    }

    public CopyRows Texts(string[] values)
    {
        // Dimensions, no NULLs among them, their type; then for the one dimension its length and the lower bound.
        Int(values.Length == 0 ? 12 : 20 + values.Sum(v => 4 + Encoding.UTF8.GetByteCount(v)));
        Int(values.Length == 0 ? 0 : 1);
        Int(0);
        Int(TextType);
        if (values.Length == 0) return this;
        Int(values.Length);
        Int(1);
        foreach (var value in values) Text(value);
        return this;
    }

    public CopyRows Id(Guid? value)
    {
        if (value is not { } id) return Null();
        var span = _buffer.GetSpan(20);
        BinaryPrimitives.WriteInt32BigEndian(span, 16);
        id.TryWriteBytes(span[4..], bigEndian: true, out _);
        _buffer.Advance(20);
        return this;
    }

    public CopyRows Long(long value)
    {
        var span = _buffer.GetSpan(12);
        BinaryPrimitives.WriteInt32BigEndian(span, 8);
        BinaryPrimitives.WriteInt64BigEndian(span[4..], value);
        _buffer.Advance(12);
        return this;
    }

    public CopyRows Number(int value)
    {
        Int(4);
        Int(value);
        return this;
    }

    public CopyRows Flag(bool? value)
    {
        if (value is not { } flag) return Null();
        var span = _buffer.GetSpan(5);
        BinaryPrimitives.WriteInt32BigEndian(span, 1);
        span[4] = flag ? (byte)1 : (byte)0;
        _buffer.Advance(5);
        return this;
    }

    /// <summary>The first instant of the calendar stands for minus infinity, as where the driver writes parameters.</summary>
    public CopyRows Time(DateTimeOffset value) =>
        Long(value.UtcTicks == 0 ? long.MinValue : (value.UtcTicks - Epoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    private CopyRows Null()
    {
        Int(-1);
        return this;
    }

    private void Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    private void Short(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
    }
}
