using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>Decodes JSON strings without ever throwing: a lone surrogate or invalid UTF-8, which JsonElement.GetString refuses, becomes U+FFFD.</summary>
internal static class JsonText
{
    /// <summary>The text of a JSON string value.</summary>
    public static string Of(JsonElement text) => Decode(JsonMarshal.GetRawUtf8Value(text)[1..^1]);

    /// <summary>The name of a member.</summary>
    public static string Of(JsonProperty member) => Decode(JsonMarshal.GetRawUtf8PropertyName(member));

    /// <summary>Whether a member has the name.</summary>
    public static bool Is(JsonProperty member, ReadOnlySpan<byte> utf8Name, string name)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        return raw.Contains((byte)'\\') ? string.Equals(Decode(raw), name, StringComparison.Ordinal) : raw.SequenceEqual(utf8Name);
    }

    private static string Decode(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(raw);
        return raw.Contains((byte)'\\') ? Unescape(text) : text;
    }

    private static string Unescape(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                plain.Append(text[at]);
                continue;
            }

            at++;
            plain.Append(text[at] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)ushort.Parse(text.Slice((at += 4) - 3, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                var itself => itself,
            });
        }

        return WellFormed(plain.ToString());
    }

    private static string WellFormed(string text)
    {
        var rest = text.AsSpan();
        var repaired = new StringBuilder(text.Length);
        while (!rest.IsEmpty)
        {
            var complete = Rune.DecodeFromUtf16(rest, out var rune, out var used) == OperationStatus.Done;
            repaired.Append(complete ? rune.ToString() : "\uFFFD");
            rest = rest[used..];
        }

        return repaired.ToString();
    }
}
