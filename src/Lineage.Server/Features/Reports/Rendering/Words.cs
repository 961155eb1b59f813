using System.Globalization;

namespace Lineage.Server.Features.Reports.Rendering;

/// <summary>Numbers, lists and times as a reader expects them in English text.</summary>
internal static class Words
{
    private static readonly string[] Small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>The number, in words up to ten.</summary>
    internal static string Count(long number) => number is >= 0 and <= 10 ? Small[number] : Number(number);

    /// <summary>The number and its noun, with a plural s: "three jobs".</summary>
    internal static string Of(long number, string noun) => $"{Count(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>The number in digits with groups of three.</summary>
    internal static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>"a, b and c"; beyond <paramref name="named"/> entries, "a, b and 4 more".</summary>
    internal static string List(IReadOnlyList<string> entries, int named)
    {
        IReadOnlyList<string> said = entries.Count <= named ? entries : [.. entries.Take(named), $"{Number(entries.Count - named)} more"];
        return said.Count < 2 ? string.Concat(said) : string.Join(", ", said.SkipLast(1)) + " and " + said[^1];
    }

    /// <summary>The text with a capital letter first.</summary>
    internal static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The time in UTC to the second; the JSON form carries microseconds.</summary>
    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The time in UTC to the second without the zone, for columns whose heading names it.</summary>
    internal static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
