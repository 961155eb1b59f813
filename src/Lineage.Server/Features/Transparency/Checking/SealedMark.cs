using Lineage.Contracts;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Checking;

/// <summary>
/// The sealer's mark as it holds for one tenant ($1): up to here every row has an entry under the published checkpoint, or was refused.
/// Entries that are stored but not published yet lower it, and so does a log that is held, in which rows wait.
/// </summary>
internal static class SealedMark
{
    public const string Query =
        $"""
        with present as (
          select l.log_id, l.held, (select coalesce(max(c.size), 0) from {LogSchema.Name}.checkpoint c where c.log_id = l.log_id) as size
          from {LogSchema.Name}.log l where l.tenant_id = $1 order by l.generation desc limit 1)
        select p.held, case
          when p.log_id is null then s.sealed
          when p.held is not null then coalesce((select max(f.seq) from {LogSchema.Name}.leaf f where f.log_id = p.log_id and f.idx < p.size and not f.late), 0)
          else least(s.sealed, (select min(f.seq) - 1 from {LogSchema.Name}.leaf f where f.log_id = p.log_id and f.idx >= p.size and not f.late)) end
        from {LogSchema.Name}.progress s left join present p on true
        """;

    public static LogRowsHead Read(NpgsqlDataReader r) => new(r.GetInt64(1), r.IsDBNull(0) ? null : r.GetString(0));
}
