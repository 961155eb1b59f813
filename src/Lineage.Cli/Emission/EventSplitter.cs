using System.Buffers;
using System.Text.Json;

namespace Lineage.Cli.Emission;

/// <summary>
/// Cuts a stream of bytes into events without reading them into memory as a whole. Takes one JSON value, several, an array of them, or one a line;
/// in the last case a broken line costs that line only. The bytes of each event are left as they are, since they are its identity.
/// </summary>
internal sealed class EventSplitter(string source, EventLayout layout, int limit = EventSplitter.EventLimit)
{
    /// <summary>Largest event the server takes, in bytes.</summary>
    internal const int EventLimit = 32 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> pending = new();
    private bool byLine = layout == EventLayout.Ndjson;
    private bool inArray, inValue, inString, escaped, scalar, manyLines, tooLarge;
    private int depth, index;
    private long line = 1, startLine = 1;

    /// <summary>Takes the next bytes and gives the events that end in them.</summary>
    internal List<SourceEvent> Feed(ReadOnlySpan<byte> block)
    {
        var found = new List<SourceEvent>();
        while (!block.IsEmpty)
            block = byLine ? block[TakeLine(block, found)..] : block[TakeValues(block, found)..];
        return found;
    }

    /// <summary>Gives what is left when the stream ends.</summary>
    internal List<SourceEvent> End()
    {
        var found = new List<SourceEvent>();
        if (byLine || scalar)
            Finish(found);
        else if (inValue)
            found.Add(new(Where(), default, "the file ends inside an event"));
        return found;
    }

    private int TakeLine(ReadOnlySpan<byte> block, List<SourceEvent> found)
    {
        var end = block.IndexOf((byte)'\n');
        Keep(end < 0 ? block : block[..end]);
        if (end < 0)
            return block.Length;
        Finish(found);
        line++;
        startLine = line;
        return end + 1;
    }

    private int TakeValues(ReadOnlySpan<byte> block, List<SourceEvent> found)
    {
        var from = 0;
        for (var i = 0; i < block.Length; i++)
        {
            var b = block[i];
            if (b == '\n')
            {
                line++;
                manyLines |= inValue;
            }

            if (!inValue)
            {
                if (Skipped(b))
                    continue;
                (inValue, startLine, from) = (true, line, i);
            }

            if (scalar && b is (byte)',' or (byte)']' or <= (byte)' ')
            {
                Keep(block[from..i]);
                Finish(found);
                i--;
                line -= b == '\n' ? 1 : 0;
                continue;
            }

            if (!Ends(b))
                continue;
            Keep(block[from..(i + 1)]);
            var lines = layout == EventLayout.Auto && !inArray && index == 0 && !manyLines;
            Finish(found);
            if (lines)
            {
                byLine = true;
                return i + 1;
            }
        }

        if (inValue)
            Keep(block[from..]);
        return block.Length;
    }

    private bool Skipped(byte b)
    {
        if (b <= ' ' || (index == 0 && "\uFEFF"u8.Contains(b)) || (inArray && b is (byte)',' or (byte)']'))
            return true;
        if (b != '[' || inArray || index > 0)
            return false;
        return inArray = true;
    }

    /// <summary>Follows strings and nesting; true on the last byte of an object, array or string.</summary>
    private bool Ends(byte b)
    {
        if (inString)
        {
            (inString, escaped) = (escaped || b != '"', !escaped && b == '\\');
            return !inString && depth == 0;
        }

        switch (b)
        {
            case (byte)'"':
                inString = true;
                return false;
            case (byte)'{' or (byte)'[':
                depth++;
                return false;
            case (byte)'}' or (byte)']':
                depth--;
                return depth <= 0;
            default:
                scalar = depth == 0;
                return false;
        }
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        tooLarge |= pending.WrittenCount + part.Length > limit;
        if (tooLarge)
            pending.ResetWrittenCount();
        else
            pending.Write(part);
    }

    private void Finish(List<SourceEvent> found)
    {
        var bytes = Trim(pending.WrittenSpan);
        if (tooLarge)
            found.Add(new(Where(), default, $"larger than {limit} bytes"));
        else if (!bytes.IsEmpty)
            found.Add(new(Where(), bytes.ToArray(), Check(bytes)));
        index += tooLarge || !bytes.IsEmpty ? 1 : 0;
        pending.ResetWrittenCount();
        (inValue, inString, escaped, scalar, manyLines, tooLarge, depth) = (false, false, false, false, false, false, 0);
    }

    private string Where() => inArray ? $"{source}[{index}]" : $"{source}:{startLine}";

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes) => bytes.Trim(" \t\r"u8).TrimStart("\uFEFF"u8);

    private static string? Check(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 1000 });
        try
        {
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
            }

            return isObject ? null : "not a JSON object";
        }
        catch (JsonException e)
        {
            return $"not JSON, at byte {e.BytePositionInLine} of its line {e.LineNumber + 1}";
        }
    }
}
