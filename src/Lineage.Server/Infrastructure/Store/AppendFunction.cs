using Lineage.Server.Infrastructure.Record;
using Marten.Events.Daemon.HighWater;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>
/// Appends events to many streams in one statement, so that a group commit is one round trip. It leaves Marten's tables as Marten's own
/// append in the mode QuickWithServerTimestamps does: numbers drawn by the inserting statement, versions counted on the stream's locked row,
/// readers woken. Marten's function takes one stream a call and inserts event by event, at about three times the cost.
/// </summary>
internal static class AppendFunction
{
    /// <summary>SQLSTATE when a stream is archived: the code of Marten's own function.</summary>
    public const string Archived = "MT001";

    /// <summary>
    /// Answers either the events that are in the record already, and then nothing was appended, or the numbers of all events given.
    /// <c>stream_ids</c> are distinct and ascending, with the number of their events in <c>counts</c>; <c>places</c> says for each event which
    /// of them is its stream (from 1) and <c>behind</c> how many of the same stream follow it.
    /// The look for what is there already is planned each time, and done event by event (offset 0 keeps it so): a plan that was made while the record was empty, or that
    /// holds all events of a tenant for few, would read all of them every time.
    /// </summary>
    public const string Definition =
        $$"""
        create or replace function {{StoreSchema.Record}}.append_events(
          tenant varchar, recorded timestamptz, stream_ids uuid[], counts bigint[],
          ids uuid[], places integer[], behind bigint[], types varchar[], dotnet_types varchar[], bodies bytea[], heads jsonb[], wake boolean)
        returns table (event uuid, number bigint, known_at timestamptz, known_commit text, known_salt text, known_flags text)
        language plpgsql set enable_seqscan = off as $body$
        declare
          versions bigint[];
        begin
          perform set_config('{{StoreSchema.TenantSetting}}', tenant, true);
          return query execute $find$
            select k.* from unnest($1) w(id) cross join lateral (
              select e.id, e.seq_id, e.timestamp, coalesce(e.headers->>'{{Headers.Commit}}', ''), coalesce(e.headers->>'{{Headers.Salt}}', ''), coalesce(e.headers->>'{{Headers.Flags}}', '')
              from {{StoreSchema.Record}}.mt_events e where e.tenant_id = $2 and e.id = w.id offset 0) k
          $find$ using ids, tenant;
          if found then return; end if;

          with touched as (
            insert into {{StoreSchema.Record}}.mt_streams as s (id, version, timestamp, tenant_id)
            select u.id, u.count, now(), tenant from unnest(stream_ids, counts) u(id, count)
            on conflict (tenant_id, id) do update set version = s.version + excluded.version, timestamp = excluded.timestamp where not s.is_archived
            returning s.id, s.version)
          select array_agg(t.version order by t.id) into versions from touched t;
          if coalesce(cardinality(versions), 0) <> cardinality(stream_ids) then
            raise exception 'a stream is archived' using errcode = '{{Archived}}';
          end if;

          return query
            insert into {{StoreSchema.Record}}.mt_events as e (seq_id, id, stream_id, version, data, bdata, type, timestamp, tenant_id, mt_dotnet_type, headers, is_archived)
            select nextval('{{StoreSchema.Record}}.mt_events_sequence'), u.id, stream_ids[u.place], versions[u.place] - u.behind, '{}', u.body, u.type, recorded, tenant, u.dotnet, u.head, false
            from unnest(ids, places, behind, types, dotnet_types, bodies, heads) u(id, place, behind, type, dotnet, body, head)
            returning e.id, e.seq_id, null::timestamptz, null::text, null::text, null::text;
          if wake then perform pg_notify('{{PostgresqlListenWakeup.DefaultChannel}}', ''); end if;
        end $body$;
        """;
}
