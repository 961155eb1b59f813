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
        """;

    public IReadOnlyDictionary<string, string> Indexes { get; } = new Dictionary<string, string> { ["lineage_source_seq"] = "(tenant_id, seq)" };

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Copying.Rows(connection, Table, "group_id, basis, source_id, target_id", page, Rows, cancellationToken);

    private static void Rows(CopyRows rows, Observed e)
    {
        foreach (var (basis, source, target) in e.Said.Sources)
            rows.Row(e).Id(e.Group).Text(Kinds.Of(basis)).Id(source is null ? null : e.Key(source)).Id(target is null ? null : e.Key(target));
    }
}
