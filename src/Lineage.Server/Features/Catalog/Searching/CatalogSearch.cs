using Lineage.Contracts;
using Lineage.Server.Features.Catalog.Reading;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Catalog.Searching;

/// <summary>
/// Looks through the names and the facets that hold in a window. The database only narrows down, generously; what is a hit is decided here,
/// so that letter case means the same whatever the database's locale.
/// </summary>
internal sealed class CatalogSearch(TenantDatabase database, Window window, string text)
{
    // Letters outside ASCII may be folded otherwise by the database, or stand as escapes in JSON.
    private readonly bool _everything = !text.All(char.IsAscii);

    /// <summary>The hits, best first, each thing once; the same list whenever it is asked for in the same window.</summary>
    public async Task<List<SearchHit>> Run(IReadOnlyList<string> kinds, CancellationToken cancellationToken)
    {
        var matches = await Names(cancellationToken);
        matches.AddRange(await Facets(cancellationToken));
        return
        [
            .. matches.Where(m => kinds.Contains(m.Hit.Kind))
                .GroupBy(m => (m.Hit.Kind, m.Hit.Namespace, m.Hit.Name, m.Hit.Field))
                .Select(thing => thing.OrderBy(m => m.Rank).ThenBy(m => m.Hit.Matched, StringComparer.Ordinal).ThenBy(m => m.Hit.Text, StringComparer.Ordinal).First())
                .OrderBy(m => m.Rank).ThenBy(m => m.Hit.Kind, StringComparer.Ordinal).ThenBy(m => m.Hit.Namespace, StringComparer.Ordinal)
                .ThenBy(m => m.Hit.Name, StringComparer.Ordinal).ThenBy(m => m.Hit.Field, StringComparer.Ordinal).Select(m => m.Hit),
        ];
    }

    private async Task<List<Match>> Names(CancellationToken cancellationToken)
    {
        var names = await database.Query(
            window.Tenant,
            $"""
            select n.kind, n.namespace, n.name from lineage_read.name n
            cross join lateral (({Presence.Dataset("n.id")} and n.kind = 'dataset' limit 1) union all (select 1 where n.kind = 'job' and exists ({Presence.Job("n.id")}))) as present
            where n.tenant_id = $1 and ($5 or strpos(lower(n.name), lower($4)) > 0 or strpos(lower(n.namespace), lower($4)) > 0)
            """,
            r => (Kind: r.GetString(0), Namespace: r.GetString(1), Name: r.GetString(2)), cancellationToken, [.. window.Parameters(), Parameter.Of(text), Parameter.Of(_everything)]);
        return
        [
            .. names.Select(n => Match.OfName(text, n.Kind, n.Namespace, n.Name)).OfType<Match>(),
            .. names.Select(n => n.Namespace).Distinct().Select(ns => Match.RankOf(text, ns) is { } rank ? new Match(rank, new(null, "namespace", ns, null, null, "name")) : null).OfType<Match>(),
        ];
    }

    // A backslash may begin an escape that hides the text from the database.
    private async Task<IEnumerable<Match>> Facets(CancellationToken cancellationToken) => (await database.Query(
        window.Tenant,
        $"""
        select n.kind, n.namespace, n.name, f.name, f.body
        from (
          select distinct on (f.entity_id, f.name) f.entity_id, f.name, f.deleted, f.body from lineage_read.facet f
          where {Window.Of("f")} and f.scope in ('dataset', 'job') and f.name in ('schema', 'tags', 'documentation')
          order by f.entity_id, f.name, f.valid_at desc, f.seq desc, f.ordinal desc) f
        join lineage_read.name n on n.tenant_id = $1 and n.id = f.entity_id
        where not f.deleted and ($5 or strpos(lower(f.body), lower($4)) > 0 or strpos(f.body, '\') > 0)
        """,
        r => Read(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.TextOrNull(4)), cancellationToken,
        [.. window.Parameters(), Parameter.Of(text), Parameter.Of(_everything)])).SelectMany(matches => matches);

    private List<Match> Read(string kind, string ns, string name, string facet, string? body)
    {
        var matches = new List<Match>();
        var json = FacetReading.Parse(body);
        switch (facet)
        {
            case "schema" when kind == "dataset":
                foreach (var field in SchemaReading.Fields(json))
                {
                    if (Match.RankOf(text, field.Name) is { } rank) matches.Add(new(rank, Match.Field(ns, name, field.Path, "field")));
                    else if (Match.RankOf(text, field.Path) is not null) matches.Add(new(2, Match.Field(ns, name, field.Path, "field")));
                    Add(field.Path, "description", field.Description);
                }

                break;
            case "tags":
                foreach (var tag in FacetReading.Tags(json))
                {
                    Add(tag.Field, "tag", tag.Key, $"{tag.Key}={tag.Value}");
                    Add(tag.Field, "tag", tag.Value, $"{tag.Key}={tag.Value}");
                }

                break;
            default:
                Add(null, "description", json.Scalar("description"));
                break;
        }

        return matches;

        void Add(string? field, string matched, string? said, string? shown = null)
        {
            if (said?.Contains(text, StringComparison.OrdinalIgnoreCase) is true) matches.Add(Match.OfText(kind, ns, name, field is { Length: > 0 } && kind == "dataset" ? field : null, matched, shown ?? said));
        }
    }
}
