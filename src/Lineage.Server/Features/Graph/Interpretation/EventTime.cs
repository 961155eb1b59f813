using System.Globalization;
using System.Text.RegularExpressions;

namespace Lineage.Server.Features.Graph.Interpretation;

/// <summary>Reads an event's time: RFC 3339, and the variations that real clients send.</summary>
/// <param name="Value">The instant, UTC, to the microsecond (finer digits are cut off).</param>
/// <param name="Flags">no-zone when UTC had to be assumed, sub-microsecond when digits were cut off.</param>
internal sealed partial record EventTime(DateTimeOffset Value, IReadOnlyList<string> Flags)
{
    /// <summary>Null when the text is not a time.</summary>
    public static EventTime? Read(string? text)
    {
        if (text is null || text.Length > 100) return null;
        if (Usual(text) is { } usual) return usual;
        if (Pattern().Match(text) is not { Success: true } m) return null;
        var offset = m.Groups["zone"] is { Success: true, Value: var zone } ? Offset(zone) : TimeSpan.Zero;
        var whole = $"{m.Groups["date"].Value}T{m.Groups["minute"].Value}:{(m.Groups["second"].Success ? m.Groups["second"].Value : "00")}";
        if (offset is null || !DateTime.TryParseExact(whole, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        var fraction = m.Groups["fraction"].Value;
        var ticks = local.Ticks - offset.Value.Ticks + (long.Parse(fraction.PadRight(6, '0').AsSpan(0, 6), NumberStyles.None, CultureInfo.InvariantCulture) * TimeSpan.TicksPerMicrosecond);
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks) return null;
        List<string> flags = [];
        if (!m.Groups["zone"].Success) flags.Add("eventTime-without-zone");
        if (fraction.Length > 6 && fraction[6..].Trim('0').Length > 0) flags.Add("eventTime-finer-than-microseconds");
        return new(new DateTimeOffset(ticks, TimeSpan.Zero), flags);
    }

    /// <summary>The form that nearly all clients send, read without the pattern: seconds, at most microseconds, in UTC.</summary>
    private static EventTime? Usual(ReadOnlySpan<char> text)
    {
        if (text.Length is < 20 or > 27 || text[^1] != 'Z' || (text.Length > 20 && (text[19] != '.' || text.Length == 21 || text[20..^1].ContainsAnyExceptInRange('0', '9')))) return null;
        if (!DateTime.TryParseExact(text[..19], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var whole)) return null;
        var microseconds = text.Length == 20 ? 0 : int.Parse(text[20..^1], NumberStyles.None, CultureInfo.InvariantCulture) * (long)Math.Pow(10, 27 - text.Length);
        return new(new DateTimeOffset(whole.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero), []);
    }

    private static TimeSpan? Offset(string zone)
    {
        if (zone is "Z" or "z") return TimeSpan.Zero;
        var digits = zone[1..].Replace(":", "", StringComparison.Ordinal).PadRight(4, '0');
        var (hours, minutes) = (int.Parse(digits[..2], CultureInfo.InvariantCulture), int.Parse(digits[2..], CultureInfo.InvariantCulture));
        return hours > 18 || minutes > 59 ? null : new TimeSpan(hours, minutes, 0) * (zone[0] == '-' ? -1 : 1);
    }

    [GeneratedRegex(@"^(?<date>\d{4}-\d\d-\d\d)(?:[Tt ](?<minute>\d\d:\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,32}))?)?)\s?(?<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?(?:\[[\w/+\-]{1,64}\])?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
