using System.Text.Json;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>What holds about a dataset in a window, over all its names.</summary>
/// <param name="Ids">The keys of all names, the dataset's own first.</param>
/// <param name="Facets">Facets that hold, of all names.</param>
internal sealed record DatasetFacts(DatasetNode Node, IReadOnlyList<Guid> Ids, bool ReferencedOnly, IReadOnlyList<FacetRow> Facets)
{
    /// <summary>Null when no event in the window names the dataset.</summary>
    public static async Task<DatasetFacts?> Read(Window window, DatasetNode node, TenantDatabase database, GraphReader graph, FacetReader facets, CancellationToken cancellationToken)
    {
        var own = NodeKeys.Of(window.Tenant, node);
        var known = await database.Query(window.Tenant, $"{Presence.Dataset("$4")} limit 1", _ => true, cancellationToken, [.. window.Parameters(), Parameter.Of(own)]);
        if (known.Count == 0) return null;
        Guid[] ids = [own, .. (await graph.Aliases(window, [own], cancellationToken))[own].Where(id => id != own).Order()];
        var used = await graph.Used(window, ids, cancellationToken);
        var said = await facets.Current(window, "dataset", [], ids, cancellationToken);
        return new(node, ids, used.Count == 0, said);
    }

    /// <summary>The facet of that name: the dataset's own, else the one stated last under another name.</summary>
    public FacetRow? Facet(string name) =>
        Facets.Where(f => f.Name == name).OrderByDescending(f => f.Entity == Ids[0]).ThenByDescending(f => f.ValidAt).ThenByDescending(f => f.Sequence).FirstOrDefault();

    public JsonElement Json(string name) => Facet(name)?.Json ?? default;

    /// <summary>Tags of all names, by field; those of the whole dataset under null.</summary>
    public ILookup<string?, TagDetails> Tags => Facets.Where(f => f.Name == "tags").SelectMany(f => FacetReading.Tags(f.Json)).Distinct().ToLookup(t => t.Field);

    public IReadOnlyList<OwnerDetails> Owners => [.. Facets.Where(f => f.Name == "ownership").SelectMany(f => FacetReading.Owners(f.Json)).Distinct()];

    public LifecycleDetails? Lifecycle => Facet("lifecycleStateChange") is { } facet && facet.Json.Scalar("lifecycleStateChange") is { } state
        ? new(state, facet.ValidAt, FacetReading.Previous(facet.Json))
        : null;
}
