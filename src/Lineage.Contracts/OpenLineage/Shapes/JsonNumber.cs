using System.Text.Json;

namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>Questions about JSON numbers of any size, answered from their digits.</summary>
internal static class JsonNumber
{
    private const int ExponentCap = 100_000_000;

    /// <summary>Whether the number has no fraction: 10, 1.0 and 1e3 have none (JSON Schema, 6.1.1).</summary>
    public static bool IsInteger(ReadOnlySpan<byte> raw)
    {
        var split = raw.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = split < 0 ? raw : raw[..split];
        var exponent = split < 0 ? 0 : Exponent(raw[(split + 1)..]);
        var point = mantissa.IndexOf((byte)'.');
        var fractionDigits = point < 0 ? 0 : mantissa.Length - point - 1;
        var trailingZeros = 0;
        for (var at = mantissa.Length - 1; at >= 0; at--)
        {
            if (mantissa[at] == '0')
            {
                trailingZeros++;
            }
            else if (mantissa[at] is >= (byte)'1' and <= (byte)'9')
            {
                return exponent - fractionDigits + trailingZeros >= 0;
            }
        }

        return true;
    }

    /// <summary>Whether the number is above zero.</summary>
    public static bool IsPositive(ReadOnlySpan<byte> raw)
    {
        var split = raw.IndexOfAny((byte)'e', (byte)'E');
        return raw[0] != '-' && (split < 0 ? raw : raw[..split]).IndexOfAnyInRange((byte)'1', (byte)'9') >= 0;
    }

    /// <summary>The number as 64 bits, when it is whole and fits.</summary>
    public static bool TryLong(JsonElement number, out long value)
    {
        if (number.TryGetInt64(out value))
        {
            return true;
        }

        if (!number.TryGetDecimal(out var whole) || decimal.Truncate(whole) != whole || whole < long.MinValue || whole > long.MaxValue)
        {
            return false;
        }

        value = (long)whole;
        return true;
    }

    private static int Exponent(ReadOnlySpan<byte> raw)
    {
        var value = 0;
        foreach (var digit in raw)
        {
            value = digit is >= (byte)'0' and <= (byte)'9' && value < ExponentCap ? value * 10 + (digit - '0') : value;
        }

        return raw[0] == '-' ? -value : value;
    }
}
