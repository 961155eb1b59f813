using Lineage.Server.Features.Transparency;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>
/// Rights and triggers behind the promise that events are never changed and tenants never mixed. It guards against mistakes of ours;
/// against whoever owns the machine only the log's proofs help.
/// </summary>
internal static class Hardening
{
    public const string Script =
        $$"""
        create or replace function {{StoreSchema.Record}}.events_are_append_only() returns trigger language plpgsql as $body$
        begin
          raise exception 'events are append-only (%)', tg_op using errcode = 'AU001';
        end $body$;
        create or replace trigger events_are_append_only before update or delete on {{StoreSchema.Record}}.mt_events
          for each row execute function {{StoreSchema.Record}}.events_are_append_only();
        create or replace trigger events_are_not_truncated before truncate on {{StoreSchema.Record}}.mt_events
          for each statement execute function {{StoreSchema.Record}}.events_are_append_only();

        grant usage on schema {{StoreSchema.Record}}, {{StoreSchema.Read}} to lineage_app, lineage_daemon;
        grant select, insert, update on all tables in schema {{StoreSchema.Record}} to lineage_app;
        grant select, insert, update, delete on all tables in schema {{StoreSchema.Record}} to lineage_daemon;
        revoke update, delete, truncate on {{StoreSchema.Record}}.mt_events from lineage_app, lineage_daemon;
        revoke update on {{StoreSchema.Record}}.actor from lineage_app, lineage_daemon;
        revoke insert, update, delete on {{StoreSchema.Record}}.mt_event_progression from lineage_app;
        revoke insert, update, delete on {{StoreSchema.Record}}.building from lineage_app, lineage_daemon;
        revoke insert, update, delete on {{StoreSchema.Record}}.read_generation from lineage_app;
        grant usage, select on all sequences in schema {{StoreSchema.Record}} to lineage_app, lineage_daemon;
        grant execute on all functions in schema {{StoreSchema.Record}} to lineage_app, lineage_daemon;
        grant select on all tables in schema {{StoreSchema.Read}} to lineage_app;
        grant select, insert, update, delete, truncate on all tables in schema {{StoreSchema.Read}} to lineage_daemon;
        {{LogSchema.Rights}}

        do $body$
        declare t record;
        begin
          for t in
            select c.oid::regclass as name, c.relname
            from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
            where c.relkind = 'r' and c.relnamespace in ('{{StoreSchema.Record}}'::regnamespace, '{{StoreSchema.Read}}'::regnamespace, '{{LogSchema.Name}}'::regnamespace)
          loop
            execute format('alter table %s enable row level security', t.name);
            execute format('alter table %s force row level security', t.name);
            execute format('drop policy if exists tenants_are_apart on %s', t.name);
            execute format(
              'create policy tenants_are_apart on %s using (tenant_id = (select current_setting(''{{StoreSchema.TenantSetting}}'', true)))', t.name);
          end loop;
        end $body$;
        """;
}
