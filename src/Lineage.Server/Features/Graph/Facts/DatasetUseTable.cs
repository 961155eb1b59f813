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
        """;

    public IReadOnlyDictionary<string, string> Indexes { get; } = new Dictionary<string, string>
    {
        ["dataset_use_dataset_role"] = "(dataset_id, role)",
        ["dataset_use_seq"] = "(tenant_id, seq)",
    };

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Copying.Rows(connection, Table, "group_id, job_id, dataset_id, role", page, Rows, cancellationToken);

    private static void Rows(CopyRows rows, Observed e)
    {
        foreach (var use in e.Said.Uses) rows.Row(e).Id(e.Group).Id(e.Job).Id(e.Key(use.Dataset)).Text(Kinds.Of(use.Role));
    }
}
