using System.Text;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>Reads another stream up to a limit, skips a byte order mark, and turns what a client got wrong into an answer for it.</summary>
internal sealed class LimitedStream(Stream inner, long limit) : Stream
{
    private long _read;
    private bool _begun;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await Guarded(buffer, cancellationToken);
        if (!_begun)
        {
            _begun = true;
            while (count is > 0 and < 3 && await Guarded(buffer[count..], cancellationToken) is > 0 and var more) count += more;
            if (buffer.Span[..count].StartsWith(Encoding.UTF8.Preamble))
            {
                buffer[3..count].CopyTo(buffer);
                count = count == 3 ? await Guarded(buffer, cancellationToken) : count - 3;
            }
        }

        return count;
    }

    private async ValueTask<int> Guarded(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            _read += count;
            return _read <= limit ? count : throw new MalformedInputException(413, "body-too-large", $"The body, decompressed, has at most {limit} bytes.", null);
        }
        catch (InvalidDataException)
        {
            throw new MalformedInputException(400, "malformed-gzip", "The body is not valid gzip.", null);
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedInputException(400, "malformed-text", "The body is not text of the charset it names.", null);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
