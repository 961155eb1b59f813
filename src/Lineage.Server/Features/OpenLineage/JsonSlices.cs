using System.Runtime.CompilerServices;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>How several events share a body.</summary>
internal enum Framing
{
    /// <summary>A JSON array, or values one after another.</summary>
    Values,

    /// <summary>One value a line (application/x-ndjson).</summary>
    Lines,
}

/// <summary>One value of a body, as its own bytes; or why it could not be cut out.</summary>
internal readonly record struct Slice(byte[] Bytes, Refusal? Refusal);

/// <summary>
/// Cuts a body into its values without reading more than one of them into memory. Does not judge the values: it only follows brackets and
/// strings, so that one malformed value does not cost its neighbours.
/// </summary>
internal sealed class JsonSlices(Stream body, int limit)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _position;
    private int _end;
    private bool _overlong;
    private bool _given;
    private Refusal? _broken;

    public IAsyncEnumerable<Slice> Read(Framing framing, CancellationToken cancellationToken) =>
        framing == Framing.Lines ? Lines(cancellationToken) : Values(cancellationToken);

    private async IAsyncEnumerable<Slice> Lines([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            Mark();
            more = await SkipLine(cancellationToken);
            if (_overlong) yield return Give(new([], TooLarge));
            else if (_broken is null && Line() is { Length: > 0 } line) yield return Give(new(line, null));
        }

        if (_broken is not null) yield return new([], _broken);
    }

    private async IAsyncEnumerable<Slice> Values([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var slice in WholeValues(cancellationToken)) yield return slice;
        if (_broken is not null) yield return new([], _broken);
    }

    private async IAsyncEnumerable<Slice> WholeValues([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var c = await SkipSpace(cancellationToken);
        var array = c == '[';
        if (array) c = await SkipSpace(cancellationToken);
        var first = true;
        while (c >= 0 && !(array && c == ']'))
        {
            if (array && !first)
            {
                if (c != ',')
                {
                    yield return new([], Broken("Expected a comma or the array's end."));
                    yield break;
                }

                c = await SkipSpace(cancellationToken);
            }

            first = false;
            _position--;
            Mark();
            var complete = await SkipValue(array, cancellationToken);
            if (_broken is not null) yield break;
            if (_overlong) yield return Give(new([], TooLarge));
            else if (!complete && array) yield return new([], Broken("The body ends inside a value."));
            else if (_position == _start) yield return new([], Broken("Expected a value."));
            else yield return Give(new(Taken(), null));
            if ((!complete && array) || (_position == _start && !_overlong)) yield break;
            c = await SkipSpace(cancellationToken);
        }

        if (_broken is not null) yield break;
        if (array && c < 0) yield return new([], Broken("The body ends before the array does."));
        else if (array && await SkipSpace(cancellationToken) >= 0) yield return new([], Broken("Something follows the array."));
    }

    /// <summary>Moves past one value; false when the body ended inside it.</summary>
    private async ValueTask<bool> SkipValue(bool array, CancellationToken cancellationToken)
    {
        var (depth, inString, escaped, begun) = (0, false, false, false);
        while (true)
        {
            if (_position == _end && !await More(cancellationToken)) return depth == 0 && !inString && begun;
            begun = true;
            if (escaped)
            {
                (_position, escaped) = (_position + 1, false);
                continue;
            }

            var c = Jump(inString ? "\"\\"u8 : depth > 0 ? "\"{}[]"u8 : "\"{}[], \n\r\t"u8);
            switch (c)
            {
                case '\\': escaped = inString; break;
                case '"' when inString:
                    inString = false;
                    if (depth == 0) return true;
                    break;
                case '"': inString = true; break;
                case '{' or '[': depth++; break;
                case '}' or ']' when depth > 0:
                    if (--depth == 0) return true;
                    break;
                case ']' or ',' when array:
                case ' ' or '\n' or '\r' or '\t':
                    _position--;
                    return true;
            }
        }
    }

    /// <summary>Moves past the next of these characters in the buffer and returns it; to the buffer's end and returns -1 when there is none.</summary>
    private int Jump(ReadOnlySpan<byte> wanted)
    {
        var found = _buffer.AsSpan(_position, _end - _position).IndexOfAny(wanted);
        _position = found < 0 ? _end : _position + found + 1;
        return found < 0 ? -1 : _buffer[_position - 1];
    }

    /// <summary>Moves past one line and its end; false when it was the last.</summary>
    private async ValueTask<bool> SkipLine(CancellationToken cancellationToken)
    {
        while (Jump("\n"u8) < 0)
            if (!await More(cancellationToken)) return false;
        return true;
    }

    private async ValueTask<int> SkipSpace(CancellationToken cancellationToken)
    {
        while (true)
        {
            var other = _buffer.AsSpan(_position, _end - _position).IndexOfAnyExcept(JsonShape.Space);
            _position = other < 0 ? _end : _position + other;
            Mark();
            if (other >= 0) return _buffer[_position++];
            if (!await More(cancellationToken)) return -1;
        }
    }

    private void Mark() => (_start, _overlong) = (_position, false);

    private byte[] Line() => _buffer.AsSpan(_start.._position).Trim(JsonShape.Space).ToArray();

    private byte[] Taken() => _buffer[_start.._position];

    private Slice Give(Slice slice)
    {
        _given = true;
        return slice;
    }

    /// <summary>Reads on; false at the end of the body.</summary>
    private async ValueTask<bool> More(CancellationToken cancellationToken)
    {
        if (_position - _start > limit) (_overlong, _start) = (true, _position);
        if (_start > 0)
        {
            // The byte before the position stays, so that a step back is always possible.
            var from = Math.Max(0, Math.Min(_start, _position - 1));
            _buffer.AsSpan(from, _end - from).CopyTo(_buffer);
            (_start, _position, _end) = (_start - from, _position - from, _end - from);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        try
        {
            var count = await body.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += count;
            return count > 0;
        }
        catch (MalformedInputException e) when (_given)
        {
            // What came before is kept, so the answer has to say so: the break is one more event that failed.
            _broken = new(e.Status, e.Code, e.Message);
            return false;
        }
    }

    private Refusal TooLarge => new(413, "event-too-large", $"An event has at most {limit} bytes.");

    private static Refusal Broken(string detail) => new(400, "malformed-json", detail);
}
