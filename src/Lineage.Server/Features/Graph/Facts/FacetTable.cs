using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Record;
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
        create index if not exists facet_entity on lineage_read.facet (tenant_id, entity_id, md5(name), valid_at, seq, ordinal);
        create index if not exists facet_kind on lineage_read.facet (tenant_id, scope, md5(name));
        """;

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) => Copying.Rows(
        connection, Table, "ordinal, scope, entity_id, group_id, name, deleted, body",
        page.SelectMany(e => e.Said.Facets.Select(facet => (e, (e, facet)))), Row, cancellationToken);

    private static void Row(Cells cells, (Observed Event, FacetStatement Facet) row) =>
        cells.Number(row.Facet.Ordinal).Text(Kinds.Of(row.Facet.Scope)).Id(Entity(row.Event, row.Facet)).Id(row.Event.Group)
            .Text(row.Facet.Name).Flag(row.Facet.Deleted).Text(row.Facet.Body);

    private static Guid Entity(Observed e, FacetStatement facet) => facet.Scope switch
    {
        FacetScope.Run => e.Group,
        FacetScope.Job => NaturalKey.Job(e.Tenant, e.Said.Job!.Namespace, e.Said.Job.Name),
        _ => NaturalKey.Dataset(e.Tenant, facet.Dataset!.Namespace, facet.Dataset.Name),
    };
}
