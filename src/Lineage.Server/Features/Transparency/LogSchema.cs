using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Transparency;

/// <summary>The tables of the log. Leaves are only ever added; a tile of the right edge grows until it is full.</summary>
internal static class LogSchema
{
    public const string Name = "lineage_log";

    /// <summary>Tables, as SQL that may be run again.</summary>
    public const string Definition =
        $"""
        create schema if not exists {Name};
        create table if not exists {Name}.log (
          tenant_id text not null, log_id int generated always as identity primary key, generation int not null, origin text not null unique,
          key int not null, key_before int, key_since timestamptz not null, held text, opened_at timestamptz not null, unique (tenant_id, generation));
        -- Without a foreign key: it would be followed for each leaf, and a log is never deleted.
        create table if not exists {Name}.leaf (
          tenant_id text not null, log_id int not null, idx bigint not null, seq bigint, late boolean not null, entry bytea not null, primary key (log_id, idx));
        do $body$
        begin
          if exists (select from pg_constraint where conname = 'leaf_log_id_fkey' and conrelid = '{Name}.leaf'::regclass) then
            alter table {Name}.leaf drop constraint leaf_log_id_fkey;
          end if;
        end $body$;
        create unique index if not exists leaf_seq on {Name}.leaf (seq, log_id);
        create index if not exists leaf_late on {Name}.leaf (log_id) where late;
        create table if not exists {Name}.tile (
          tenant_id text not null, log_id int not null references {Name}.log, level int not null, n bigint not null, hashes bytea not null, primary key (log_id, level, n));
        alter table {Name}.tile alter column hashes set storage external;
        create table if not exists {Name}.checkpoint (
          tenant_id text not null, log_id int not null references {Name}.log, size bigint not null, note text not null, signed_at timestamptz not null, primary key (log_id, size));
        create index if not exists checkpoint_signed_at on {Name}.checkpoint (signed_at);
        create table if not exists {Name}.cosignature (
          tenant_id text not null, log_id int not null references {Name}.log, size bigint not null, key text not null, line text not null, witnessed_at timestamptz not null, primary key (log_id, key, size));
        create index if not exists cosignature_size on {Name}.cosignature (log_id, size);
        create table if not exists {Name}.witness_trouble (
          tenant_id text not null, log_id int not null references {Name}.log, key text not null, words text not null, seen_at timestamptz not null, primary key (log_id, key));
        create table if not exists {Name}.timestamp (
          tenant_id text not null, log_id int not null references {Name}.log, size bigint not null, token bytea not null, stamped_at timestamptz not null, primary key (log_id, size));
        create table if not exists {Name}.cited (tenant_id text not null, log_id int not null references {Name}.log, size bigint not null, primary key (log_id, size));
        create table if not exists {Name}.unsealed (
          tenant_id text not null, seq bigint primary key, event_id uuid not null, reason text not null, seen_at timestamptz not null);
        create table if not exists {Name}.checked (tenant_id text primary key, at timestamptz not null, differences bigint not null, result text not null);
        create table if not exists {Name}.progress (one boolean primary key default true check (one), sealed bigint not null);
        insert into {Name}.progress (sealed) values (0) on conflict do nothing;
        """;

    /// <summary>Who may do what with them; after the tables of all schemas are there.</summary>
    public const string Rights =
        $"""
        create or replace trigger leaves_are_append_only before update or delete on {Name}.leaf for each row execute function {StoreSchema.Record}.events_are_append_only();
        create or replace trigger leaves_are_not_truncated before truncate on {Name}.leaf for each statement execute function {StoreSchema.Record}.events_are_append_only();
        grant usage on schema {Name} to lineage_app, lineage_daemon;
        grant select on all tables in schema {Name} to lineage_app, lineage_daemon;
        grant insert on all tables in schema {Name} to lineage_daemon;
        grant insert on {Name}.cited to lineage_app;
        grant update on {Name}.log, {Name}.tile, {Name}.progress, {Name}.checked, {Name}.witness_trouble to lineage_daemon;
        grant delete on {Name}.checkpoint, {Name}.witness_trouble to lineage_daemon;
        """;
}
