using System.Text.Json;
using System.Text.Unicode;
using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>What is refused beside JSON that is none: other encodings than UTF-8, and nesting without end.</summary>
internal static class JsonShape
{
    /// <summary>What may stand around a JSON value without being part of it (RFC 8259 section 2).</summary>
    public static ReadOnlySpan<byte> Space => " \t\r\n"u8;

    public static Refusal? Refuse(ReadOnlySpan<byte> body)
    {
        if (body.Length > RequestBody.EventLimit) return new(413, "event-too-large", $"An event has at most {RequestBody.EventLimit} bytes.");
        return Utf8.IsValid(body) ? null : new(400, "malformed-text", "The body is not valid UTF-8.");
    }

    /// <summary>Why a body could not be read as JSON.</summary>
    public static Refusal Explain(ReadOnlySpan<byte> body, JsonException malformed) => Depth(body) > JsonLimits.Depth
        ? new(400, "nested-too-deep", $"JSON nests at most {JsonLimits.Depth} levels.")
        : new(400, "malformed-json", $"Not JSON: line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}.");

    private static int Depth(ReadOnlySpan<byte> body)
    {
        var (depth, deepest, inString) = (0, 0, false);
        for (var i = 0; i < body.Length; i++)
        {
            switch (body[i])
            {
                case (byte)'\\' when inString: i++; break;
                case (byte)'"': inString = !inString; break;
                case (byte)'{' or (byte)'[' when !inString: deepest = Math.Max(deepest, ++depth); break;
                case (byte)'}' or (byte)']' when !inString: depth--; break;
            }
        }

        return deepest;
    }
}
