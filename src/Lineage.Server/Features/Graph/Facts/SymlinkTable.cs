using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Graph.Facts;

/// <summary>Statements that two names mean the same data.</summary>
internal sealed class SymlinkTable : IReadModel
{
    public string Table => "symlink";

    public string Definition =>
        """
        create table if not exists lineage_read.symlink (
          tenant_id text not null, seq bigint not null, valid_at timestamptz not null, dataset_id uuid not null, other_id uuid not null, type text not null);
        create index if not exists symlink_dataset on lineage_read.symlink (tenant_id, dataset_id);
        create index if not exists symlink_other on lineage_read.symlink (tenant_id, other_id);
        create index if not exists symlink_seq on lineage_read.symlink (tenant_id, seq);
        """;

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) => Copying.Rows(
        connection, Table, "dataset_id, other_id, type",
        page.SelectMany(e => e.Said.Symlinks.Select(link => (e, (e.Tenant, link)))), Row, cancellationToken);

    private static void Row(Cells cells, (string Tenant, Symlink Link) row) =>
        cells.Id(NaturalKey.Dataset(row.Tenant, row.Link.Dataset.Namespace, row.Link.Dataset.Name))
            .Id(NaturalKey.Dataset(row.Tenant, row.Link.Other.Namespace, row.Link.Other.Name)).Text(row.Link.Type);
}
