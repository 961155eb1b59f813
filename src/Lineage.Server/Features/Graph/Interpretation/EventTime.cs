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
        if (text is null || text.Length > 100 || Pattern().Match(text) is not { Success: true } m) return null;
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
