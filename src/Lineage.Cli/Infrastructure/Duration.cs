using System.CommandLine.Parsing;
using System.Globalization;

namespace Lineage.Cli;

/// <summary>Durations as people write them: <c>90s</c>, <c>30m</c>, <c>8h</c>, <c>7d</c>.</summary>
internal static class Duration
{
    internal static TimeSpan? Parse(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => number <= 3650 ? TimeSpan.FromDays(number) : null,
            _ => null,
        };
    }

    internal static TimeSpan? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (Parse(text) is { } duration)
            return duration;
        argument.AddError($"'{text}' is not a duration; write for example 30m, 8h or 7d.");
        return null;
    }
}
