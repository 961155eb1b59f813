using System.Globalization;

namespace Lineage.Server.Features.Reports.Rendering.Fonts;

/// <summary>Breaks text into lines: at spaces; a word wider than the line after its punctuation, and else between any two characters.</summary>
internal static class LineBreaker
{
    private const string Separators = "/._-:@,;=&?%#";

    internal static IReadOnlyList<string> Break(string text, bool bold, float size, float width)
    {
        var (lines, line) = (new List<string>(), "");
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (Fits(longer))
            {
                line = longer;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            line = Fits(word) ? word : SplitWord(word);
        }

        return line.Length > 0 || lines.Count == 0 ? [.. lines, line] : lines;

        bool Fits(string candidate) => TextShaper.Width(candidate, bold, size) <= width;

        string SplitWord(string word)
        {
            var rest = "";
            foreach (var piece in Pieces(word).SelectMany(piece => Fits(piece) ? [piece] : Graphemes(piece)))
            {
                if (rest.Length > 0 && !Fits(rest + piece))
                {
                    lines.Add(rest);
                    rest = "";
                }

                rest += piece;
            }

            return rest;
        }
    }

    /// <summary>The text in pieces between which a line may end, for a reader that breaks lines itself.</summary>
    internal static IEnumerable<string> Pieces(string word)
    {
        var start = 0;
        for (var i = 0; i < word.Length - 1; i++)
        {
            if (Separators.Contains(word[i], StringComparison.Ordinal) && !Separators.Contains(word[i + 1], StringComparison.Ordinal))
            {
                yield return word[start..(i + 1)];
                start = i + 1;
            }
        }

        yield return word[start..];
    }

    private static IEnumerable<string> Graphemes(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            yield return elements.GetTextElement();
        }
    }

    /// <summary>The text, with its middle left out if it does not fit.</summary>
    internal static string Shorten(string text, bool bold, float size, float width)
    {
        if (TextShaper.Width(text, bold, size) <= width)
        {
            return text;
        }

        var elements = Graphemes(text).ToArray();
        for (var kept = Math.Min(elements.Length - 1, 200); kept > 2; kept--)
        {
            var shorter = string.Concat(elements.Take((kept + 1) / 2)) + "…" + string.Concat(elements.TakeLast(kept / 2));
            if (TextShaper.Width(shorter, bold, size) <= width)
            {
                return shorter;
            }
        }

        return "…";
    }
}
