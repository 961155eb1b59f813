using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Graph.Facts;

/// <summary>What columnLineage and lineage facets say of datasets; a row without source says that a lineage facet was there.</summary>
internal sealed class SourceTable : IReadModel
{
    public string Table => "lineage_source";

    public string Definition =>
        """
        create table if not exists lineage_read.lineage_source (
          tenant_id text not null, seq bigint not null, valid_at timestamptz not null, group_id uuid not null, basis text not null, source_id uuid, target_id uuid);
        create index if not exists lineage_source_group on lineage_read.lineage_source (tenant_id, group_id);
        create index if not exists lineage_source_source on lineage_read.lineage_source (tenant_id, source_id) where source_id is not null;
        create index if not exists lineage_source_target on lineage_read.lineage_source (tenant_id, target_id) where target_id is not null;
        create index if not exists lineage_source_seq on lineage_read.lineage_source (tenant_id, seq);
        """;

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) => Copying.Rows(
        connection, Table, "group_id, basis, source_id, target_id",
        page.SelectMany(e => e.Said.Sources.Select(source => (e, (e, source)))), Row, cancellationToken);

    private static void Row(Cells cells, (Observed Event, SourceStatement Said) row) =>
        cells.Id(row.Event.Group).Text(Kinds.Of(row.Said.Basis))
            .Id(row.Said.Source is { } s ? NaturalKey.Dataset(row.Event.Tenant, s.Namespace, s.Name) : null)
            .Id(row.Said.Target is { } t ? NaturalKey.Dataset(row.Event.Tenant, t.Namespace, t.Name) : null);
}
