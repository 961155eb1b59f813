namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>URIs of RFC 3986: what JSON Schema means by the format <c>uri</c>.</summary>
internal static class Rfc3986
{
    private const string Marks = "-._~:/?#[]@!$&'()*+,;=";

    /// <summary>Whether the text has a scheme and holds only characters a URI may have, with well-formed percent-encoding and one fragment at most.</summary>
    public static bool IsUri(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon < 1 || !char.IsAsciiLetter(text[0]) || text[..colon].ContainsAnyExcept(SchemeCharacters) || text.Count('#') > 1)
        {
            return false;
        }

        for (var at = colon + 1; at < text.Length; at++)
        {
            var percentEncoded = text[at] == '%' && at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]);
            if (!percentEncoded && !char.IsAsciiLetterOrDigit(text[at]) && !Marks.Contains(text[at], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static System.Buffers.SearchValues<char> SchemeCharacters { get; } =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");
}
