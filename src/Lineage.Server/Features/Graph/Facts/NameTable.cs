using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Graph.Facts;

/// <summary>The names behind the ids of datasets and jobs. Says nothing about when they existed: the other tables do.</summary>
internal sealed class NameTable : IReadModel
{
    public string Table => "name";

    public string Definition =>
        """
        create table if not exists lineage_read.name (
          tenant_id text not null, id uuid not null, kind text not null, namespace text not null, name text not null, primary key (tenant_id, id));
        """;

    public IReadOnlyDictionary<string, string> Indexes { get; } = new Dictionary<string, string> { ["name_kind"] = "(tenant_id, kind, md5(namespace))" };

    public async Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = new Dictionary<(string Tenant, Guid Id), (string Kind, string Namespace, string Name)>();
        foreach (var e in page) Add(names, e);
        if (names.Count == 0) return;
        await using var command = new NpgsqlCommand(
            """
            insert into lineage_read.name (tenant_id, id, kind, namespace, name)
            select * from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[]) on conflict (tenant_id, id) do nothing
            """,
            connection)
        {
            Parameters =
            {
                Parameter.Of(names.Keys.Select(n => n.Tenant).ToArray()),
                Parameter.Of(names.Keys.Select(n => n.Id).ToArray()),
                Parameter.Of(names.Values.Select(n => n.Kind).ToArray()),
                Parameter.Of(names.Values.Select(n => n.Namespace).ToArray()),
                Parameter.Of(names.Values.Select(n => n.Name).ToArray()),
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(Dictionary<(string Tenant, Guid Id), (string Kind, string Namespace, string Name)> names, Observed e)
    {
        foreach (var use in e.Said.Uses) Dataset(use.Dataset);
        Job(e.Said.Job);
        Job(e.Said.Parent?.Job);
        Job(e.Said.Parent?.RootJob);
        foreach (var (before, after) in e.Said.Dependencies)
        {
            Job(before);
            Job(after);
        }

        foreach (var edge in e.Said.JobEdges)
        {
            End(edge.From);
            End(edge.To);
        }

        void Dataset(Contracts.DatasetName name) => names.TryAdd((e.Tenant, e.Key(name)), ("dataset", name.Namespace, name.Name));

        void Job(Contracts.JobName? name)
        {
            if (name is not null) names.TryAdd((e.Tenant, e.Key(name)), ("job", name.Namespace, name.Name));
        }

        void End(Interpretation.EdgeEnd end)
        {
            if (end.IsJob) Job(new(end.Namespace, end.Name));
            else Dataset(new(end.Namespace, end.Name));
        }
    }
}
