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
        """;

    public IReadOnlyDictionary<string, string> Indexes { get; } = new Dictionary<string, string>
    {
        ["observation_group_id"] = "(group_id)",
        ["observation_job_valid"] = "(job_id, valid_at) where job_id is not null",
        ["observation_dataset_id"] = "(dataset_id) where dataset_id is not null",

        // A hash, since a run's id as sent may be longer than a B-tree takes.
        ["observation_parent_run"] = "using hash (parent_run) where parent_run is not null",
        ["observation_parent_job_id"] = "(parent_job) where parent_job is not null",
        ["observation_root_job_id"] = "(root_job) where root_job is not null",
    };

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) => Copying.Rows(
        connection, Table,
        "recorded_at, event_id, group_id, kind, event_type, run_key, job_id, dataset_id, states_io, producer, actor, flags, has_parent, parent_run, parent_job, root_job",
        page, Row, cancellationToken);

    private static void Row(CopyRows rows, Observed e)
    {
        var o = e.Said;
        rows.Row(e).Time(e.RecordedAt).Id(e.EventId).Id(e.Group).Text(Kinds.Of(o.Kind)).Text(o.EventType).Text(o.RunId)
            .Id(e.Job).Id(o.Subject is { } subject ? e.Key(subject) : null)
            .Flag(o.StatesInputsOutputs).Text(o.Producer).Text(e.Actor).Texts(e.Flags).Flag(o.Parent is not null).Text(o.Parent?.RunId)
            .Id(o.Parent?.Job is { } parent ? e.Key(parent) : null).Id(o.Parent?.RootJob is { } root ? e.Key(root) : null);
    }
}
