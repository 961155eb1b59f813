using System.Globalization;
using System.Text;

namespace Lineage.Merkle;

/// <summary>The small grammar that notes, checkpoints and proofs share (C2SP signed-note, "Format").</summary>
internal static class NoteText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes as text.</summary>
    /// <exception cref="FormatException">They are not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("A signed note is UTF-8 text; these bytes are not.", e);
        }
    }

    /// <summary>The text as UTF-8.</summary>
    /// <exception cref="FormatException">The text has half a surrogate pair.</exception>
    public static byte[] Encode(string text)
    {
        try
        {
            return Utf8.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new FormatException("The text is not valid Unicode.", e);
        }
    }

    /// <summary>Whether a text has a control character other than a line feed.</summary>
    public static bool HasControl(string text) => text.Any(c => c < ' ' && c != '\n');

    /// <summary>Whether a name can be a key's name: not empty, no Unicode spaces, no plus, no control characters.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.Any(c => c is '+' or < ' ' || char.IsWhiteSpace(c));

    /// <summary>The name, if it can be a key's name.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static string Name(string name) =>
        IsName(name) ? name : throw new ArgumentException("The name of a key is not empty and has no spaces and no plus sign.", nameof(name));

    /// <summary>The bytes of a base64 text, if it is the one way to write them.</summary>
    public static bool TryBase64(string text, out byte[] bytes) => TryAnyBase64(text, out bytes) && Convert.ToBase64String(bytes) == text;

    /// <summary>The bytes of a base64 text whose last character may have spare bits set (RFC 4648 section 3.5 leaves that to the reader).</summary>
    public static bool TryAnyBase64(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        var decoded = Convert.TryFromBase64String(text, bytes, out var length);
        Array.Resize(ref bytes, length);
        return decoded && !text.Any(char.IsWhiteSpace);
    }

    /// <summary>A size or index: decimal digits without leading zeroes.</summary>
    public static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');
}
