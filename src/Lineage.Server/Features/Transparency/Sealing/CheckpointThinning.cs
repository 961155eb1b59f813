using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Sealing;

/// <summary>
/// Forgets checkpoints that nobody needs: older than an hour, not the last of their minute, attested by nobody and in no report pack. Proofs
/// carry the checkpoint that they lead to, and any older size is proved consistent from tiles.
/// </summary>
internal sealed class CheckpointThinning(NpgsqlConnection connection, TimeProvider time)
{
    private const int Most = 5000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private DateTimeOffset _done = DateTimeOffset.UnixEpoch;

    /// <returns>How many are gone.</returns>
    public async Task<int> Run(CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() - Kept;
        await using var command = new NpgsqlCommand(
            $"""
            with old as (
              select c.log_id, c.size from {LogSchema.Name}.checkpoint c
              where c.signed_at >= $1 and c.signed_at < $2
                and (select d.signed_at from {LogSchema.Name}.checkpoint d where d.log_id = c.log_id and d.size > c.size order by d.size limit 1) < date_trunc('minute', c.signed_at) + interval '1 minute'
                and not exists (select from {LogSchema.Name}.cited r where r.log_id = c.log_id and r.size = c.size)
                and not exists (select from {LogSchema.Name}.cosignature w where w.log_id = c.log_id and w.size = c.size)
                and not exists (select from {LogSchema.Name}.timestamp t where t.log_id = c.log_id and t.size = c.size)
              limit $3)
            delete from {LogSchema.Name}.checkpoint c using old where c.log_id = old.log_id and c.size = old.size
            """, connection)
        { Parameters = { Parameter.Of(_done), Parameter.Of(until), Parameter.Of(Most) } };
        var gone = await command.ExecuteNonQueryAsync(cancellationToken);
        if (gone < Most && until > _done) _done = until - TimeSpan.FromMinutes(1);
        return gone;
    }
}
