using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Record;
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
        create index if not exists name_kind on lineage_read.name (tenant_id, kind, md5(namespace));
        """;

    public async Task Write(IReadOnlyList<Observed> page, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = page.SelectMany(e => Named(e.Said).Select(n => (e.Tenant, n.Kind, n.Namespace, n.Name))).Distinct().ToList();
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
                Parameter.Of(names.Select(n => n.Tenant).ToArray()),
                Parameter.Of(names.Select(n => n.Kind == "job" ? NaturalKey.Job(n.Tenant, n.Namespace, n.Name) : NaturalKey.Dataset(n.Tenant, n.Namespace, n.Name)).ToArray()),
                Parameter.Of(names.Select(n => n.Kind).ToArray()),
                Parameter.Of(names.Select(n => n.Namespace).ToArray()),
                Parameter.Of(names.Select(n => n.Name).ToArray()),
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static IEnumerable<(string Kind, string Namespace, string Name)> Named(Observation o)
    {
        foreach (var use in o.Uses) yield return ("dataset", use.Dataset.Namespace, use.Dataset.Name);
        foreach (var job in Jobs(o)) yield return ("job", job.Namespace, job.Name);
        foreach (var end in o.JobEdges.SelectMany(edge => new[] { edge.From, edge.To })) yield return (end.IsJob ? "job" : "dataset", end.Namespace, end.Name);
    }

    private static IEnumerable<Contracts.JobName> Jobs(Observation o) =>
        new[] { o.Job, o.Parent?.Job, o.Parent?.RootJob }.OfType<Contracts.JobName>().Concat(o.Dependencies.SelectMany(d => new[] { d.Before, d.After }));
}
