using Lineage.Server.Features.Transparency;
using Marten;
using Npgsql;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>Brings the database to the present schema, as its owner. May be run again at any time, also by two servers at once.</summary>
internal static class Migration
{
    private const long Lock = 0x4C494E45414745;

    public static async Task Apply(DatabaseConnections connections, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connections.Owner);
        await connection.OpenAsync(cancellationToken);
        await Execute(connection, $"select pg_advisory_lock({Lock})", cancellationToken);
        try
        {
            var models = MartenSetup.ReadModels().Select(type => (IReadModel)Activator.CreateInstance(type)!).ToList();
            await using (var owner = DocumentStore.For(store => MartenSetup.Configure(store, connections.Owner, [])))
                await owner.Storage.ApplyAllConfiguredChangesToDatabaseAsync(JasperFx.AutoCreate.CreateOrUpdate);
            await Execute(connection, Script(models), cancellationToken);
            // A rebuild that is under way makes the indexes when the tables are full.
            if (!await Building(connection, cancellationToken)) await Execute(connection, IndexScript(models), cancellationToken);
        }
        finally
        {
            await Execute(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    /// <summary>Nothing is ever looked for by these columns, and sampling them is most of what gathering statistics costs.</summary>
    private const string Unsampled =
        $"""
        alter table {StoreSchema.Record}.mt_events alter column bdata set statistics 0, alter column headers set statistics 0, alter column data set statistics 0;
        alter table {StoreSchema.Read}.facet alter column body set statistics 0;
        alter table {LogSchema.Name}.leaf alter column entry set statistics 0;
        """;

    private static string Script(IReadOnlyList<IReadModel> models) =>
        $"""
        begin;
        create table if not exists {StoreSchema.Record}.actor (
          tenant_id text not null, actor_id uuid not null, subject text not null, primary key (tenant_id, actor_id), unique (tenant_id, subject));
        {Rebuilding.Definition}
        create schema if not exists {StoreSchema.Read};
        {string.Join('\n', models.Select(m => m.Definition))}
        {ReadGeneration.Script(models)}
        {LogSchema.Definition}
        {AppendFunction.Definition}
        {Unsampled}
        {Hardening.Script}
        commit;
        """;

    /// <summary>Makes the indexes that the read models ask for and drops the others, of which an earlier version may have left some.</summary>
    private static string IndexScript(IReadOnlyList<IReadModel> models) =>
        $$"""
        do $body$
        declare i record;
        begin
          for i in
            select c.oid::regclass as name from pg_class c join pg_index x on x.indexrelid = c.oid
            where c.relnamespace = '{{StoreSchema.Read}}'::regnamespace and not exists (select from pg_constraint k where k.conindid = c.oid)
              and c.relname <> all('{{{string.Join(',', models.SelectMany(m => m.Indexes.Keys))}}}'::text[])
          loop
            execute format('drop index %s', i.name);
          end loop;
        end $body$;
        {{string.Join('\n', models.SelectMany(Rebuilding.Indexes))}}
        """;

    private static async Task<bool> Building(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select exists (select from {StoreSchema.Record}.building where finished_at is null)", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
