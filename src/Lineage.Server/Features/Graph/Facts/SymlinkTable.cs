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
        """;

    public IReadOnlyDictionary<string, string> Indexes { get; } = new Dictionary<string, string>
    {
        ["symlink_dataset_id"] = "(dataset_id)",
        ["symlink_other_id"] = "(other_id)",
        ["symlink_seq"] = "(tenant_id, seq)",
    };

    public Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Copying.Rows(connection, Table, "dataset_id, other_id, type", page, Rows, cancellationToken);

    private static void Rows(CopyRows rows, Observed e)
    {
        foreach (var link in e.Said.Symlinks) rows.Row(e).Id(e.Key(link.Dataset)).Id(e.Key(link.Other)).Text(link.Type);
    }
}
