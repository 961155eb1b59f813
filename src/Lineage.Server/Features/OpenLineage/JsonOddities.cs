using System.Buffers.Text;
using System.Text.Json;
using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>JSON that is well-formed but that other readers may understand differently (RFC 7493 warns of each).</summary>
internal static class JsonOddities
{
    public static void Of(ReadOnlySpan<byte> bytes, List<string> flags)
    {
        var (duplicates, numbers, nul, surrogates) = (false, false, false, false);
        var keys = new Stack<HashSet<string>>();
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = JsonLimits.Depth });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: keys.Push(new(StringComparer.Ordinal)); break;
                case JsonTokenType.EndObject: keys.Pop(); break;
                case JsonTokenType.PropertyName: duplicates |= !keys.Peek().Add(Text(ref reader, ref nul, ref surrogates)); break;
                case JsonTokenType.String when reader.ValueIsEscaped: Text(ref reader, ref nul, ref surrogates); break;
                case JsonTokenType.Number: numbers |= IsHuge(reader.ValueSpan); break;
            }
        }

        if (duplicates) flags.Add("duplicate-keys");
        if (numbers) flags.Add("number-beyond-double");
        if (nul) flags.Add("nul-in-text");
        if (surrogates) flags.Add("lone-surrogate");
    }

    private static string Text(ref Utf8JsonReader reader, ref bool nul, ref bool surrogates)
    {
        try
        {
            var text = reader.GetString()!;
            nul |= text.Contains('\0', StringComparison.Ordinal);
            return text;
        }
        catch (InvalidOperationException)
        {
            surrogates = true;
            return System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    /// <summary>Out of range of a double, or an integer beyond 2^53 that a double cannot tell from its neighbour.</summary>
    private static bool IsHuge(ReadOnlySpan<byte> number) =>
        !Utf8Parser.TryParse(number, out double value, out _) || !double.IsFinite(value)
        || (number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 && Math.Abs(value) > 9007199254740991d);
}
