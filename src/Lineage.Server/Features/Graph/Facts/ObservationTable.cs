using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Graph.Facts;

/// <summary>One row an observed event: what it is about, when, and who says so. Runs and their states are read from here.</summary>
internal sealed class ObservationTable : IReadModel
{
    public string Table => "observation";

    public string Definition =>
        """
        create table if not exists lineage_read.observation (
          tenant_id text not null, seq bigint not null, valid_at timestamptz not null, recorded_at timestamptz not null, event_id uuid not null, group_id uuid not null,
          kind text not null, event_type text, run_key text, job_id uuid, dataset_id uuid, states_io boolean not null, producer text, actor text not null, flags text[] not null,
          has_parent boolean not null, parent_run text, parent_job uuid, root_job uuid, primary key (tenant_id, seq));
        create index if not exists observation_group on lineage_read.observation (tenant_id, group_id);
        create index if not exists observation_job on lineage_read.observation (tenant_id, job_id, valid_at);
        create index if not exists observation_dataset on lineage_read.observation (tenant_id, dataset_id) where dataset_id is not null;
        create index if not exists observation_event on lineage_read.observation (tenant_id, event_id);
        create index if not exists observation_parent on lineage_read.observation (tenant_id, md5(parent_run)) where parent_run is not null;
        create index if not exists observation_parent_job on lineage_read.observation (tenant_id, parent_job) where parent_job is not null;
        create index if not exists observation_root_job on lineage_read.observation (tenant_id, root_job) where root_job is not null;
        """;

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) => Copying.Rows(
        connection, Table,
        "recorded_at, event_id, group_id, kind, event_type, run_key, job_id, dataset_id, states_io, producer, actor, flags, has_parent, parent_run, parent_job, root_job",
        page.Select(e => (e, e)), Row, cancellationToken);

    private static void Row(Cells cells, Observed e)
    {
        var (tenant, o) = (e.Tenant, e.Said);
        cells.Time(e.RecordedAt).Id(e.EventId).Id(e.Group).Text(Kinds.Of(o.Kind)).Text(o.EventType).Text(o.RunId)
            .Id(o.Job is { } job ? NaturalKey.Job(tenant, job.Namespace, job.Name) : null)
            .Id(o.Subject is { } subject ? NaturalKey.Dataset(tenant, subject.Namespace, subject.Name) : null)
            .Flag(o.StatesInputsOutputs).Text(o.Producer).Text(e.Actor).Texts(e.Flags).Flag(o.Parent is not null).Text(o.Parent?.RunId)
            .Id(o.Parent?.Job is { } parent ? NaturalKey.Job(tenant, parent.Namespace, parent.Name) : null)
            .Id(o.Parent?.RootJob is { } root ? NaturalKey.Job(tenant, root.Namespace, root.Name) : null);
    }
}
