using System.Runtime.InteropServices;
using System.Text.Json;

namespace Lineage.Contracts.OpenLineage.Shapes;

/// <summary>Compares single values with what a schema wants.</summary>
internal static class ScalarCheck
{
    /// <summary>Why the value does not fit; null when it does.</summary>
    public static string? Fault(JsonElement json, ScalarShape shape) => shape.Kind switch
    {
        ScalarKind.Boolean => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : Expected("true or false", json.ValueKind),
        ScalarKind.Number or ScalarKind.WideNumber => json.ValueKind == JsonValueKind.Number ? null : Expected("a number", json.ValueKind),
        ScalarKind.Integer or ScalarKind.PositiveInteger => json.ValueKind == JsonValueKind.Number
            ? IntegerFault(JsonMarshal.GetRawUtf8Value(json), shape.Kind)
            : Expected("an integer", json.ValueKind),
        _ => json.ValueKind == JsonValueKind.String ? TextFault(json, shape) : Expected("text", json.ValueKind),
    };

    public static string Expected(string wanted, JsonValueKind found) => $"expected {wanted}, found {Name(found)}";

    public static string ExpectedOneOf(IReadOnlyList<string> values) => "expected one of " + string.Join(", ", values);

    private static string? IntegerFault(ReadOnlySpan<byte> raw, ScalarKind kind) =>
        !JsonNumber.IsInteger(raw) ? "expected an integer, found a fraction"
        : kind == ScalarKind.PositiveInteger && !JsonNumber.IsPositive(raw) ? "expected 1 or more"
        : null;

    private static string? TextFault(JsonElement json, ScalarShape shape) => shape.Kind switch
    {
        ScalarKind.Uri when !Rfc3986.IsUri(JsonText.Of(json)) => "not a URI",
        ScalarKind.Uuid when !Guid.TryParseExact(JsonText.Of(json), "D", out _) => "not a UUID",
        ScalarKind.Time when !Rfc3339.TryParse(JsonText.Of(json), out _, out var hasOffset) || !hasOffset => "not a date-time with offset (RFC 3339)",
        ScalarKind.OneOf when !shape.Values.Contains(JsonText.Of(json)) => ExpectedOneOf(shape.Values),
        _ => null,
    };

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Null => "null",
        _ => "nothing",
    };
}
