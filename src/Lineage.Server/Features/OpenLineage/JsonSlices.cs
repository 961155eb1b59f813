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

    public IAsyncEnumerable<Slice> Read(Framing framing, CancellationToken cancellationToken) =>
        framing == Framing.Lines ? Lines(cancellationToken) : Values(cancellationToken);

    private async IAsyncEnumerable<Slice> Lines([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            Mark();
            int c;
            do c = await Next(cancellationToken);
            while (c is not (-1 or '\n'));
            more = c >= 0;
            if (_overlong)
            {
                yield return new([], TooLarge);
                continue;
            }

            var line = Taken(c < 0 ? 0 : 1);
            if (line.AsSpan().Trim(" \t\r"u8).Length > 0) yield return new(line, null);
        }
    }

    private async IAsyncEnumerable<Slice> Values([EnumeratorCancellation] CancellationToken cancellationToken)
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
            if (_overlong) yield return new([], TooLarge);
            else if (!complete && array) yield return new([], Broken("The body ends inside a value."));
            else if (_position == _start) yield return new([], Broken("Expected a value."));
            else yield return new(Taken(0), null);
            if ((!complete && array) || (_position == _start && !_overlong)) yield break;
            c = await SkipSpace(cancellationToken);
        }

        if (array && c < 0) yield return new([], Broken("The body ends before the array does."));
        else if (array && await SkipSpace(cancellationToken) >= 0) yield return new([], Broken("Something follows the array."));
    }

    /// <summary>Moves past one value; false when the body ended inside it.</summary>
    private async ValueTask<bool> SkipValue(bool array, CancellationToken cancellationToken)
    {
        var (depth, inString, escaped) = (0, false, false);
        for (var read = 0; ; read++)
        {
            var c = await Next(cancellationToken);
            if (c < 0) return depth == 0 && !inString && read > 0;
            if (inString)
            {
                (escaped, inString) = (!escaped && c == '\\', escaped || c != '"');
                if (!inString && depth == 0) return true;
                continue;
            }

            switch (c)
            {
                case '"': inString = true; break;
                case '{' or '[': depth++; break;
                case '}' or ']' when depth > 0:
                    if (--depth == 0) return true;
                    break;
                case ']' or ',' when array:
                case ' ' or '\n' or '\r' or '\t' when depth == 0:
                    if (depth > 0) break;
                    _position--;
                    return true;
            }
        }
    }

    private async ValueTask<int> SkipSpace(CancellationToken cancellationToken)
    {
        int c;
        do
        {
            Mark();
            c = await Next(cancellationToken);
        }
        while (c is ' ' or '\n' or '\r' or '\t');
        return c;
    }

    private void Mark() => (_start, _overlong) = (_position, false);

    private byte[] Taken(int without) => _buffer[_start..(_position - without)];

    private ValueTask<int> Next(CancellationToken cancellationToken) =>
        _position < _end ? ValueTask.FromResult<int>(_buffer[_position++]) : Fill(cancellationToken);

    private async ValueTask<int> Fill(CancellationToken cancellationToken)
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
        var count = await body.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += count;
        return count == 0 ? -1 : _buffer[_position++];
    }

    private Refusal TooLarge => new(413, "event-too-large", $"An event has at most {limit} bytes.");

    private static Refusal Broken(string detail) => new(400, "malformed-json", detail);
}
