using System.Text.Json;
using Lineage.Contracts.OpenLineage;
using Lineage.Server.Features.Graph.Interpretation;
using Scope = Lineage.Contracts.OpenLineage.FacetScope;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>Facets that break their schema or do not say who made them. They are kept; the flag names the place.</summary>
internal static class FacetOddities
{
    public static void Of(JsonElement e, List<string> flags)
    {
        if (e.Member("run") is { } run) Check(run, "/run", "facets", Scope.Run, flags);
        if (e.Member("job") is { } job) Check(job, "/job", "facets", Scope.Job, flags);
        if (e.Member("dataset") is { } dataset) Check(dataset, "/dataset", "facets", Scope.Dataset, flags);
        Datasets(e, "inputs", "inputFacets", Scope.Input, flags);
        Datasets(e, "outputs", "outputFacets", Scope.Output, flags);
    }

    private static void Datasets(JsonElement e, string list, string member, Scope scope, List<string> flags)
    {
        var index = 0;
        foreach (var dataset in e.Items(list))
        {
            Check(dataset, $"/{list}/{index}", "facets", Scope.Dataset, flags);
            Check(dataset, $"/{list}/{index++}", member, scope, flags);
        }
    }

    private static void Check(JsonElement holder, string pointer, string member, Scope scope, List<string> flags)
    {
        if (flags.Count > Oddities.Most) return;
        foreach (var (key, facet) in holder.Members(member))
            flags.AddRange(FacetRegistry.Check(scope, key, facet).Take(Oddities.Most).Select(fault => $"{pointer}/{member}/{Escape(key)}{fault}"));
    }

    // RFC 6901 section 3.
    private static string Escape(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal).Replace('\n', ' ');
}
