namespace Lineage.Server.Features.OpenLineage;

/// <summary>A body of which the beginning was read, to see what kind of JSON it is.</summary>
internal sealed class BodyHead(byte[] head, int length, Stream rest)
{
    /// <summary>The first character that is not white space; -1 when there is none.</summary>
    public int First
    {
        get
        {
            var text = head.AsSpan(0, length).TrimStart(" \t\r\n"u8);
            return text.IsEmpty ? -1 : text[0];
        }
    }

    /// <summary>The body from its beginning.</summary>
    public Stream Whole => new Joined(head.AsMemory(0, length), rest);

    public static async Task<BodyHead> Read(Stream body, CancellationToken cancellationToken)
    {
        var head = new byte[64 * 1024];
        var length = 0;
        while (length < head.Length && await body.ReadAsync(head.AsMemory(length), cancellationToken) is > 0 and var count)
        {
            length += count;
            if (!head.AsSpan(0, length).TrimStart(" \t\r\n"u8).IsEmpty) break;
        }

        return new(head, length, body);
    }

    /// <summary>All of it, in memory.</summary>
    /// <exception cref="MalformedInputException">413 when it is longer than the limit.</exception>
    public async Task<byte[]> ReadAll(int limit, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        all.Write(head, 0, length);
        var buffer = new byte[64 * 1024];
        while (await rest.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            all.Write(buffer, 0, count);
            if (all.Length > limit) throw new MalformedInputException(413, "event-too-large", $"An event has at most {limit} bytes.");
        }

        return all.ToArray();
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
