using System.Text.Json;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>Facets that break their schema or do not say who made them. They are kept; the flag names the place.</summary>
internal static class FacetOddities
{
    public static void Of(JsonElement e, List<string> flags)
    {
    }
}
