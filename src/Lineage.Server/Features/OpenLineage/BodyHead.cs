using System.Buffers;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>A body of which the beginning was read, to see what kind of JSON it is.</summary>
internal sealed class BodyHead(Stream rest) : IDisposable
{
    private const int Usual = 16 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Usual);
    private int _length;

    /// <summary>The first character that is not white space; -1 when there is none.</summary>
    public int First
    {
        get
        {
            var text = Begun.TrimStart(JsonShape.Space);
            return text.IsEmpty ? -1 : text[0];
        }
    }

    /// <summary>The body from its beginning; to be read before this is disposed.</summary>
    public Stream Whole => new Joined(_buffer.AsMemory(0, _length), rest);

    private ReadOnlySpan<byte> Begun => _buffer.AsSpan(0, _length);

    public static async Task<BodyHead> Read(Stream body, CancellationToken cancellationToken)
    {
        var head = new BodyHead(body);
        while (head._length < head._buffer.Length && await head.More(cancellationToken))
            if (head.First >= 0) break;
        return head;
    }

    /// <summary>All of it, without the white space around it.</summary>
    /// <exception cref="MalformedInputException">413 when it is longer than the limit.</exception>
    public async Task<byte[]> ReadAll(int limit, CancellationToken cancellationToken)
    {
        do
        {
            if (_length > limit) throw new MalformedInputException(413, "event-too-large", $"An event has at most {limit} bytes.");
            if (_length == _buffer.Length) Grow();
        }
        while (await More(cancellationToken));
        return Begun.Trim(JsonShape.Space).ToArray();
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private async ValueTask<bool> More(CancellationToken cancellationToken)
    {
        var count = await rest.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
        _length += count;
        return count > 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Begun.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private sealed class Joined(ReadOnlyMemory<byte> first, Stream second) : Stream
    {
        private ReadOnlyMemory<byte> _first = first;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_first.IsEmpty) return second.ReadAsync(buffer, cancellationToken);
            var count = Math.Min(buffer.Length, _first.Length);
            _first[..count].CopyTo(buffer);
            _first = _first[count..];
            return ValueTask.FromResult(count);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
