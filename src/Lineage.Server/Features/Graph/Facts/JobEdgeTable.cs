using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Graph.Facts;

/// <summary>Explicit edges that have a job at one end or both, and control flow between jobs.</summary>
internal sealed class JobEdgeTable : IReadModel
{
    public string Table => "job_edge";

    public string Definition =>
        """
        create table if not exists lineage_read.job_edge (
          tenant_id text not null, seq bigint not null, valid_at timestamptz not null, group_id uuid not null, kind text not null,
          from_kind text not null, from_id uuid not null, to_kind text not null, to_id uuid not null);
        """;

    public IReadOnlyDictionary<string, string> Indexes { get; } = new Dictionary<string, string>
    {
        ["job_edge_from_id"] = "(from_id)",
        ["job_edge_to_id"] = "(to_id)",
        ["job_edge_seq"] = "(tenant_id, seq)",
    };

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Copying.Rows(connection, Table, "group_id, kind, from_kind, from_id, to_kind, to_id", page, Rows, cancellationToken);

    private static void Rows(CopyRows rows, Observed e)
    {
        foreach (var edge in e.Said.JobEdges) End(End(rows.Row(e).Id(e.Group).Text("lineage"), e, edge.From), e, edge.To);
        foreach (var (before, after) in e.Said.Dependencies) rows.Row(e).Id(e.Group).Text("dependency").Text("job").Id(e.Key(before)).Text("job").Id(e.Key(after));
    }

    private static CopyRows End(CopyRows rows, Observed e, EdgeEnd end) =>
        end.IsJob ? rows.Text("job").Id(e.Key(new Contracts.JobName(end.Namespace, end.Name))) : rows.Text("dataset").Id(e.Key(new Contracts.DatasetName(end.Namespace, end.Name)));
}
