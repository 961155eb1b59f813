using System.Globalization;

namespace Lineage.Merkle;

/// <summary>Writes a double as ECMAScript's Number::toString does (ECMA-262 section 6.1.6.1.20), which RFC 8785 section 3.2.2.3 asks for.</summary>
public static class EcmaScriptNumber
{
    /// <summary>The shortest decimal text that reads back as the same double.</summary>
    /// <exception cref="FormatException">NaN or an infinity, which JSON does not have.</exception>
    public static string Format(double value)
    {
        if (!double.IsFinite(value)) throw new FormatException("JSON has no NaN and no infinity.");
        if (value == 0) return "0";
        var (digits, exponent) = Split(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        return (value < 0 ? "-" : "") + Layout(digits, exponent);
    }

    /// <summary>The significant digits and n such that the value is 0.DIGITS times ten to the n.</summary>
    private static (string Digits, int Exponent) Split(string text)
    {
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), exponent + (point < 0 ? mantissa.Length : point) - leading);
    }

    private static string Layout(string digits, int n)
    {
        var k = digits.Length;
        if (k <= n && n <= 21) return digits + new string('0', n - k);
        if (n is > 0 and <= 21) return digits[..n] + "." + digits[n..];
        if (n is > -6 and <= 0) return "0." + new string('0', -n) + digits;
        var exponent = (n - 1 < 0 ? "-" : "+") + Math.Abs(n - 1).ToString(CultureInfo.InvariantCulture);
        return (k == 1 ? digits : digits[..1] + "." + digits[1..]) + "e" + exponent;
    }
}
