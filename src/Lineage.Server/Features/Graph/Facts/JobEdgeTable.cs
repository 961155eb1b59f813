using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Record;
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
        create index if not exists job_edge_from on lineage_read.job_edge (tenant_id, from_id);
        create index if not exists job_edge_to on lineage_read.job_edge (tenant_id, to_id);
        create index if not exists job_edge_seq on lineage_read.job_edge (tenant_id, seq);
        """;

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) => Copying.Rows(
        connection, Table, "group_id, kind, from_kind, from_id, to_kind, to_id",
        page.SelectMany(e => Edges(e.Said).Select(edge => (e, (e, edge)))), Row, cancellationToken);

    private static IEnumerable<(string Kind, EdgeEnd From, EdgeEnd To)> Edges(Observation o) =>
        o.JobEdges.Select(edge => ("lineage", edge.From, edge.To))
            .Concat(o.Dependencies.Select(d => ("dependency", End(d.Before), End(d.After))));

    private static EdgeEnd End(Contracts.JobName job) => new(true, job.Namespace, job.Name);

    private static void Row(Cells cells, (Observed Event, (string Kind, EdgeEnd From, EdgeEnd To) Edge) row)
    {
        cells.Id(row.Event.Group).Text(row.Edge.Kind);
        Write(cells, row.Event.Tenant, row.Edge.From);
        Write(cells, row.Event.Tenant, row.Edge.To);
    }

    private static void Write(Cells cells, string tenant, EdgeEnd end) =>
        cells.Text(end.IsJob ? "job" : "dataset").Id(end.IsJob ? NaturalKey.Job(tenant, end.Namespace, end.Name) : NaturalKey.Dataset(tenant, end.Namespace, end.Name));
}
