using System.Text.Json;
using System.Text.Json.Nodes;
using Lineage.Contracts.OpenLineage;

namespace Lineage.Tests.OpenLineage;

/// <summary>Our example of a registered facet: the file <c>scope.key.json</c>.</summary>
internal static class FacetExample
{
    public static IEnumerable<object[]> All =>
        FacetRegistry.Entries.SelectMany(entry => entry.Shape.Scopes, (entry, scope) => new object[] { scope, entry.Shape.Key });

    public static string PathOf(FacetScope scope, string key) =>
        Path.Combine(AppContext.BaseDirectory, "OpenLineage", "Facets", $"{scope.ToString().ToLowerInvariant()}.{key}.json");

    public static JsonObject Load(FacetScope scope, string key) => JsonNode.Parse(File.ReadAllText(PathOf(scope, key)))!.AsObject();

    public static JsonElement Element(JsonNode? node) => JsonSerializer.SerializeToElement(node);

    public static JsonElement Element(string json) => JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1_100 }).RootElement;

    public static IReadOnlyList<string> Check(FacetScope scope, string key, JsonNode? facet) => FacetRegistry.Check(scope, key, Element(facet));

    /// <summary>Every place in the JSON below the root, as JSON pointer, with the value there.</summary>
    public static IEnumerable<(string Pointer, JsonNode? Value)> Places(JsonNode? node, string pointer = "")
    {
        var below = node switch
        {
            JsonObject one => one.Select(member => (Pointer: pointer + "/" + member.Key.Replace("~", "~0").Replace("/", "~1"), member.Value)),
            JsonArray list => list.Select((item, at) => (Pointer: pointer + "/" + at, Value: item)),
            _ => [],
        };
        return below.SelectMany(place => Places(place.Value, place.Pointer).Prepend(place));
    }
}
