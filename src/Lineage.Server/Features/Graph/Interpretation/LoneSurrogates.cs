using System.Globalization;
using System.Text;

namespace Lineage.Server.Features.Graph.Interpretation;

/// <summary>Reads a JSON string literal that holds escapes of lone surrogates, which the platform's reader refuses.</summary>
internal static class LoneSurrogates
{
    /// <param name="literal">The literal with its quotes; its syntax was checked before.</param>
    /// <returns>The text, U+FFFD in place of each lone surrogate and U+2400 in place of NUL.</returns>
    public static string Unescape(string literal)
    {
        var text = new StringBuilder(literal.Length);
        for (var i = 1; i < literal.Length - 1; i++)
        {
            if (literal[i] != '\\')
            {
                text.Append(literal[i]);
                continue;
            }

            i++;
            if (literal[i] == 'u')
            {
                text.Append((char)ushort.Parse(literal.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
                continue;
            }

            text.Append(literal[i] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var c => c });
        }

        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace('\0', '\u2400').ToString()));
    }
}
