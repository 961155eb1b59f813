using System.Diagnostics.CodeAnalysis;

namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>Date-times of RFC 3339, section 5.6, to 100 ns.</summary>
internal static class Rfc3339
{
    /// <summary>Reads a date-time. One without offset is taken as UTC and marked; a leap second is the last tick of its minute.</summary>
    /// <returns>False when the text has another form or names no existing time.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out DateTimeOffset time, out bool hasOffset)
    {
        time = default;
        hasOffset = false;
        if (text is null || text.Length < 19 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't' or ' ') || text[13] != ':' || text[16] != ':'
            || !Digits(text, 0, 4, out var year) || !Digits(text, 5, 2, out var month) || !Digits(text, 8, 2, out var day)
            || !Digits(text, 11, 2, out var hour) || !Digits(text, 14, 2, out var minute) || !Digits(text, 17, 2, out var second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var at = 19;
        if (!TryFraction(text, ref at, out var fraction) || !TryOffset(text, at, out var offset, out hasOffset))
        {
            return false;
        }

        var ticks = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Utc).Ticks
            + (second == 60 ? TimeSpan.TicksPerSecond - 1 : fraction) - offset;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryFraction(string text, ref int at, out long ticks)
    {
        ticks = 0;
        if (at >= text.Length || text[at] != '.')
        {
            return true;
        }

        var start = ++at;
        for (var unit = TimeSpan.TicksPerSecond / 10; at < text.Length && char.IsAsciiDigit(text[at]); at++, unit /= 10)
        {
            ticks += (text[at] - '0') * unit;
        }

        return at > start;
    }

    private static bool TryOffset(string text, int at, out long ticks, out bool present)
    {
        ticks = 0;
        present = at < text.Length;
        if (!present || (text[at] is 'Z' or 'z' && text.Length == at + 1))
        {
            return true;
        }

        if (text[at] is not ('+' or '-') || text.Length != at + 6 || text[at + 3] != ':'
            || !Digits(text, at + 1, 2, out var hours) || !Digits(text, at + 4, 2, out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        ticks = (hours * TimeSpan.TicksPerHour + minutes * TimeSpan.TicksPerMinute) * (text[at] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(string text, int at, int count, out int value)
    {
        value = 0;
        for (var end = at + count; at < end; at++)
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                return false;
            }

            value = value * 10 + (text[at] - '0');
        }

        return true;
    }
}
