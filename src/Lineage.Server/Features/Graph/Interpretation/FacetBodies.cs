using System.Text.Json;

namespace Lineage.Server.Features.Graph.Interpretation;

/// <summary>Which facets are copied beside the event, so that the catalogue need not open the event itself.</summary>
internal static class FacetBodies
{
    /// <summary>Bytes up to which any facet is copied; larger ones (query plans, say) are read from the event.</summary>
    public const int Small = 64 * 1024;

    // Their content stands in tables of its own.
    private static readonly HashSet<string> Tabled = ["columnLineage", "lineage", "symlinks"];

    // Read by the catalogue and the reports whatever their size.
    private static readonly HashSet<string> Always = ["schema", "tags", "ownership", "version", "lifecycleStateChange", "sourceCodeLocation", "sql"];

    public static string? Keep(string name, JsonElement facet)
    {
        if (Tabled.Contains(name)) return null;
        var body = facet.GetRawText();
        return body.Length <= Small || Always.Contains(name) ? body : null;
    }
}
