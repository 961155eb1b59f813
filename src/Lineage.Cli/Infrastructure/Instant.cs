using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Lineage.Cli;

/// <summary>Points in time on the command line: RFC 3339, or a date, which means its first moment in UTC.</summary>
internal static partial class Instant
{
    internal static Option<DateTimeOffset?> AsOf() => new("--as-of")
    {
        HelpName = "TIME",
        Description = "Only what had happened by then, for example 2026-01-31T12:00:00Z or 2026-01-31. Default: now.",
        CustomParser = argument => Read(argument, out var time) ? time : null,
    };

    internal static Option<string?> KnownAt() => new("--known-at")
    {
        HelpName = "TIME|MARK",
        Description = "Only what had been recorded by then: a time, or the knownAt of an earlier answer (seq:N, log:SIZE). Default: now.",
        CustomParser = argument => argument.Tokens[0].Value is var text && Mark().IsMatch(text) ? text
            : Read(argument, out var time) ? time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) : null,
    };

    private static bool Read(ArgumentResult argument, out DateTimeOffset time)
    {
        var text = argument.Tokens[0].Value;
        if (DateStart().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
            return true;
        time = default;
        argument.AddError($"'{text}' is not a point in time; write for example 2026-01-31T12:00:00Z.");
        return false;
    }

    [GeneratedRegex(@"^(seq|log):\d+$")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}")]
    private static partial Regex DateStart();
}
