using System.Globalization;
using System.Text;

namespace Lineage.Server.Features.Reports.Rendering;

/// <summary>Makes text safe to show to a person: what would be invisible, or would turn the order of what follows, is spelled out.</summary>
internal static class VisibleText
{
    /// <summary>The text with control, direction and other invisible characters written as <c>[U+202E]</c>, and lone surrogates as U+FFFD.</summary>
    internal static string Of(string text)
    {
        if (text.All(c => c is >= ' ' and < '\u007f'))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            visible.Append(IsInvisible(rune) ? $"[U+{rune.Value:X4}]" : rune.ToString());
        }

        return visible.ToString();
    }

    // The joiners are letters' company in Arabic and Indic scripts and in emoji; all else of Cf only misleads.
    private static bool IsInvisible(Rune rune) => rune.Value is not (0x200C or 0x200D) && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
