namespace Lineage.Server.Infrastructure.Store;

/// <summary>
/// Rows of read models are only ever added, and copies of them (the graphs in memory and their snapshots) rely on it. Whatever takes rows away
/// or changes them, a rebuild above all, thereby changes the generation, in the same transaction.
/// </summary>
internal static class ReadGeneration
{
    public static string Script(IEnumerable<IReadModel> models) =>
        $"""
        create table if not exists {StoreSchema.Record}.read_generation (is_the_one boolean primary key default true check (is_the_one), id uuid not null);
        insert into {StoreSchema.Record}.read_generation (id) values (gen_random_uuid()) on conflict do nothing;
        create or replace function {StoreSchema.Record}.read_models_changed() returns trigger language plpgsql as $body$
        begin
          update {StoreSchema.Record}.read_generation set id = gen_random_uuid();
          return null;
        end $body$;
        {string.Join('\n', models.Select(m => $"create or replace trigger read_models_changed after update or delete or truncate on {StoreSchema.Read}.{m.Table} for each statement execute function {StoreSchema.Record}.read_models_changed();"))}
        """;
}
