using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>JSON that is well-formed but that other readers may understand differently (RFC 7493 warns of each).</summary>
internal sealed class JsonOddities
{
    private const int FewNames = 32;
    private bool _duplicates;
    private bool _numbers;
    private bool _nul;
    private bool _surrogates;

    public static void Of(JsonElement e, List<string> flags)
    {
        var found = new JsonOddities();
        found.Look(e);
        if (found._duplicates) flags.Add("duplicate-keys");
        if (found._numbers) flags.Add("number-beyond-double");
        if (found._nul) flags.Add("nul-in-text");
        if (found._surrogates) flags.Add("lone-surrogate");
    }

    private void Look(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Names(value);
                foreach (var member in value.EnumerateObject()) Look(member.Value);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Look(item);
                break;
            case JsonValueKind.String:
                if (IsEscaped(JsonMarshal.GetRawUtf8Value(value))) Text(value.GetString, JsonMarshal.GetRawUtf8Value(value));
                break;
            case JsonValueKind.Number:
                _numbers |= IsHuge(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    /// <summary>Few plain names are told apart by a hash of each; only when two agree, or a name is escaped, are texts made.</summary>
    private void Names(JsonElement value)
    {
        Span<int> hashes = stackalloc int[FewNames];
        var count = 0;
        foreach (var member in value.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(member);
            var hash = new HashCode();
            hash.AddBytes(name);
            var code = hash.ToHashCode();
            if (count == FewNames || IsEscaped(name) || hashes[..count].Contains(code))
            {
                Spelled(value);
                return;
            }

            hashes[count++] = code;
        }
    }

    private void Spelled(JsonElement value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject()) _duplicates |= !names.Add(Text(() => member.Name, JsonMarshal.GetRawUtf8PropertyName(member)));
    }

    private string Text(Func<string?> read, ReadOnlySpan<byte> raw)
    {
        try
        {
            var text = read()!;
            _nul |= text.Contains('\0', StringComparison.Ordinal);
            return text;
        }
        catch (InvalidOperationException)
        {
            _surrogates = true;
            return Encoding.UTF8.GetString(raw);
        }
    }

    private static bool IsEscaped(ReadOnlySpan<byte> text) => text.Contains((byte)'\\');

    /// <summary>Out of range of a double, or an integer beyond 2^53 that a double cannot tell from its neighbour.</summary>
    private static bool IsHuge(ReadOnlySpan<byte> number) =>
        !Utf8Parser.TryParse(number, out double value, out _) || !double.IsFinite(value)
        || (number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 && Math.Abs(value) > 9007199254740991d);
}
