using Lineage.Server.Infrastructure.Store;
using Npgsql;
using NpgsqlTypes;

namespace Lineage.Server.Features.Transparency.Sealing;

/// <summary>A leaf on its way into its table.</summary>
internal sealed record NewLeaf(OpenLog Log, long Index, long? Sequence, bool Late, byte[] Entry);

/// <summary>A row that is not sealed, and why.</summary>
internal sealed record Unsealed(string Tenant, long Sequence, Guid EventId, string Reason);

/// <summary>What one round adds, written in one transaction: leaves, tiles, refusals and the sealer's mark.</summary>
internal static class SealedBatch
{
    public static async Task Store(
        NpgsqlConnection connection, IReadOnlyList<NewLeaf> leaves, IReadOnlyList<Unsealed> unsealed, IReadOnlyList<OpenLog> logs, long mark, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync($"copy {LogSchema.Name}.leaf (tenant_id, log_id, idx, seq, late, entry) from stdin (format binary)", cancellationToken))
        {
            foreach (var leaf in leaves)
            {
                copy.StartRow();
                copy.Write(leaf.Log.Tenant, NpgsqlDbType.Text);
                copy.Write(leaf.Log.Id, NpgsqlDbType.Integer);
                copy.Write(leaf.Index, NpgsqlDbType.Bigint);
                if (leaf.Sequence is { } sequence) copy.Write(sequence, NpgsqlDbType.Bigint);
                else copy.WriteNull();
                copy.Write(leaf.Late, NpgsqlDbType.Boolean);
                copy.Write(leaf.Entry, NpgsqlDbType.Bytea);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await using var batch = new NpgsqlBatch(connection);
        foreach (var log in logs)
        {
            foreach (var (tile, bytes) in log.ChangedTiles())
                Add(batch, $"insert into {LogSchema.Name}.tile (tenant_id, log_id, level, n, hashes) values ($1, $2, $3, $4, $5) on conflict (log_id, level, n) do update set hashes = excluded.hashes",
                    Parameter.Of(log.Tenant), Parameter.Of(log.Id), Parameter.Of(tile.Level), Parameter.Of(tile.Index), Parameter.Of(bytes));
            Add(batch, $"update {LogSchema.Name}.log set key = $2, key_before = $3, key_since = $4 where log_id = $1 and key <> $2",
                Parameter.Of(log.Id), Parameter.Of(log.Keys.Number), new NpgsqlParameter { Value = log.Keys.Before ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }, Parameter.Of(log.Keys.Since));
        }

        foreach (var row in unsealed)
            Add(batch, $"insert into {LogSchema.Name}.unsealed (tenant_id, seq, event_id, reason, seen_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
                Parameter.Of(row.Tenant), Parameter.Of(row.Sequence), Parameter.Of(row.EventId), Parameter.Of(row.Reason), Parameter.Of(now));
        Add(batch, $"update {LogSchema.Name}.progress set sealed = greatest(sealed, $1)", Parameter.Of(mark));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static void Add(NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }
}
