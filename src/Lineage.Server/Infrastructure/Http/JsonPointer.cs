using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lineage.Server.Infrastructure.Http;

/// <summary>JSON pointers (RFC 6901) from the notations in which validators and the JSON reader name a place.</summary>
internal static partial class JsonPointer
{
    /// <summary><c>Inputs[0].Namespace</c>, <c>$.inputs[0].namespace</c> and <c>$['a.b']</c> become <c>/inputs/0/namespace</c> and <c>/a.b</c>.</summary>
    public static string From(string path) => string.Concat(Step().Matches(path).Select(step =>
        "/" + (step.Groups["quoted"] is { Success: true } quoted ? Escape(quoted.Value) : Escape(JsonNamingPolicy.CamelCase.ConvertName(step.Groups["plain"].Value)))));

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    [GeneratedRegex(@"\['(?<quoted>.*?)'\]|(?<plain>[^.\[\]$]+)")]
    private static partial Regex Step();
}
