using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Lineage.Merkle;

/// <summary>Canonical JSON as RFC 8785 (JCS) defines it: one byte sequence for each JSON value.</summary>
public static class CanonicalJson
{
    private static readonly SearchValues<char> s_escaped = SearchValues.Create(['"', '\\', .. Enumerable.Range(0, ' ').Select(c => (char)c)]);

    /// <summary>The canonical UTF-8 bytes of a value.</summary>
    /// <param name="value">The value; I-JSON (RFC 7493) is expected: no duplicate keys, no lone surrogates.</param>
    /// <exception cref="FormatException">A number outside the range of IEEE 754 double precision, or a string that is not Unicode text.</exception>
    public static byte[] Bytes(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement value, ArrayBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: WriteObject(value, output); break;
            case JsonValueKind.Array: WriteArray(value, output); break;
            case JsonValueKind.String: WriteString(TextOf(value), output); break;
            case JsonValueKind.Number: Ascii(EcmaScriptNumber.Format(value.GetDouble()), output); break;
            case JsonValueKind.True: output.Write("true"u8); break;
            case JsonValueKind.False: output.Write("false"u8); break;
            default: output.Write("null"u8); break;
        }
    }

    // RFC 8785 section 3.2.3: keys are ordered by their UTF-16 code units.
    private static void WriteObject(JsonElement value, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        var first = true;
        foreach (var (key, member) in value.EnumerateObject().Select(p => (p.Name, p.Value)).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            if (!first) output.Write(","u8);
            first = false;
            WriteString(key, output);
            output.Write(":"u8);
            Write(member, output);
        }

        output.Write("}"u8);
    }

    private static void WriteArray(JsonElement value, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        var first = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!first) output.Write(","u8);
            first = false;
            Write(item, output);
        }

        output.Write("]"u8);
    }

    /// <summary>Appends the canonical form of a text (RFC 8785 section 3.2.2.2): only quote, backslash and the control characters are escaped.</summary>
    public static void WriteString(string text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(output);
        output.Write("\""u8);
        var rest = text.AsSpan();
        for (var at = rest.IndexOfAny(s_escaped); at >= 0; at = rest.IndexOfAny(s_escaped))
        {
            Encoding.UTF8.GetBytes(rest[..at], output);
            output.Write(Escape(rest[at]));
            rest = rest[(at + 1)..];
        }

        Encoding.UTF8.GetBytes(rest, output);
        output.Write("\""u8);
    }

    private static ReadOnlySpan<byte> Escape(char c) => c switch
    {
        '"' => "\\\""u8,
        '\\' => "\\\\"u8,
        '\b' => "\\b"u8,
        '\f' => "\\f"u8,
        '\n' => "\\n"u8,
        '\r' => "\\r"u8,
        '\t' => "\\t"u8,
        _ => Encoding.ASCII.GetBytes($"\\u{(int)c:x4}"),
    };

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("A string holds a lone surrogate.", e);
        }
    }

    private static void Ascii(string text, ArrayBufferWriter<byte> output) => output.Write(Encoding.ASCII.GetBytes(text));
}
