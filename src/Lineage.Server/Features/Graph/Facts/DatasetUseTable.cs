using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Graph.Facts;

/// <summary>Datasets in the events that name them, each with its part. Inputs and outputs of runs and jobs are read from here.</summary>
internal sealed class DatasetUseTable : IReadModel
{
    public string Table => "dataset_use";

    public string Definition =>
        """
        create table if not exists lineage_read.dataset_use (
          tenant_id text not null, seq bigint not null, valid_at timestamptz not null, group_id uuid not null, job_id uuid, dataset_id uuid not null, role text not null);
        create index if not exists dataset_use_dataset on lineage_read.dataset_use (tenant_id, dataset_id, role);
        create index if not exists dataset_use_group on lineage_read.dataset_use (tenant_id, group_id);
        create index if not exists dataset_use_job on lineage_read.dataset_use (tenant_id, job_id);
        create index if not exists dataset_use_seq on lineage_read.dataset_use (tenant_id, seq);
        """;

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) => Copying.Rows(
        connection, Table, "group_id, job_id, dataset_id, role",
        page.SelectMany(e => e.Said.Uses.Select(use => (e, (e, use)))), Row, cancellationToken);

    private static void Row(Cells cells, (Observed Event, DatasetUse Use) row) =>
        cells.Id(row.Event.Group).Id(row.Event.Said.Job is { } job ? NaturalKey.Job(row.Event.Tenant, job.Namespace, job.Name) : null)
            .Id(NaturalKey.Dataset(row.Event.Tenant, row.Use.Dataset.Namespace, row.Use.Dataset.Name)).Text(Kinds.Of(row.Use.Role));
}
