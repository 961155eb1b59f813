using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Graph.Facts;

/// <summary>
/// Facets as they were said. Schemas over time, versions, tags, owners, lifecycle changes and job versions are all readings of this table:
/// the last one of a name on a thing holds, ordered by valid time, then by sequence.
/// </summary>
internal sealed class FacetTable : IReadModel
{
    public string Table => "facet";

    public string Definition =>
        """
        create table if not exists lineage_read.facet (
          tenant_id text not null, seq bigint not null, valid_at timestamptz not null, ordinal integer not null, scope text not null,
          entity_id uuid not null, group_id uuid not null, name text not null, deleted boolean not null, body text);
        """;

    public IReadOnlyDictionary<string, string> Indexes { get; } = new Dictionary<string, string>
    {
        ["facet_entity_id"] = "(entity_id)",
        ["facet_seq"] = "(seq)",
    };

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Copying.Rows(connection, Table, "ordinal, scope, entity_id, group_id, name, deleted, body", page, Rows, cancellationToken);

    private static void Rows(CopyRows rows, Observed e)
    {
        foreach (var facet in e.Said.Facets)
            rows.Row(e).Number(facet.Ordinal).Text(Kinds.Of(facet.Scope)).Id(Entity(e, facet)).Id(e.Group).Text(facet.Name).Flag(facet.Deleted).Text(facet.Body);
    }

    private static Guid Entity(Observed e, FacetStatement facet) => facet.Scope switch
    {
        FacetScope.Run => e.Group,
        FacetScope.Job => e.Key(e.Said.Job!),
        _ => e.Key(facet.Dataset!),
    };
}
