using System.Text.Json;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>Reads the facets that the catalogue shows in terms of its own.</summary>
internal static class FacetReading
{
    public static IEnumerable<TagDetails> Tags(JsonElement facet) =>
        facet.Items("tags").Select(t => new TagDetails(t.Scalar("key"), t.Scalar("value"), t.Scalar("source"), t.Scalar("field")));

    public static IEnumerable<OwnerDetails> Owners(JsonElement facet) => facet.Items("owners").Select(o => new OwnerDetails(o.Scalar("name"), o.Scalar("type")));

    public static SourceLocation Location(JsonElement facet) => new(
        facet.Scalar("type"), facet.Scalar("url"), facet.Scalar("repoUrl"), facet.Scalar("path"), facet.Scalar("version"), facet.Scalar("tag"), facet.Scalar("branch"));

    public static string? Previous(JsonElement lifecycle) => lifecycle.Member("previousIdentifier")?.Dataset()?.Node.ToString();

    /// <summary>The JSON of a facet's body, however deep; an empty object for none.</summary>
    public static JsonElement Parse(string? body) => JsonElement.Parse(body ?? "{}", JsonLimits.Document);
}
