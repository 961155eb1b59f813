using System.Security.Cryptography;
using Lineage.Server.Infrastructure.Store;
using Npgsql;
using NpgsqlTypes;

namespace Lineage.Benchmarks;

/// <summary>Puts events into the record by COPY in one transaction, as fast as PostgreSQL takes them: no door, no gate. What a benchmark of readers starts from.</summary>
internal static class RecordFiller
{
    /// <summary>Adds that many events, one a run, after the last one.</summary>
    /// <returns>The last number in the record.</returns>
    public static async Task<long> Fill(NpgsqlConnection superuser, int count)
    {
        await using var transaction = await superuser.BeginTransactionAsync();
        var first = await Number(superuser, $"select coalesce(max(seq_id), 0) from {StoreSchema.Record}.mt_events") + 1;
        Guid[] runs = [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())];
        await using (var streams = await superuser.BeginBinaryImportAsync($"copy {StoreSchema.Record}.mt_streams (tenant_id, id, version) from stdin (format binary)"))
        {
            foreach (var run in runs)
            {
                streams.StartRow();
                streams.Write("default", NpgsqlDbType.Varchar);
                streams.Write(run, NpgsqlDbType.Uuid);
                streams.Write(1L, NpgsqlDbType.Bigint);
            }

            await streams.CompleteAsync();
        }

        await using (var events = await superuser.BeginBinaryImportAsync(
            $"copy {StoreSchema.Record}.mt_events (seq_id, id, stream_id, version, data, bdata, type, timestamp, tenant_id, mt_dotnet_type, headers) from stdin (format binary)"))
        {
            for (var n = 0; n < count; n++) Row(events, first + n, runs[n]);
            await events.CompleteAsync();
        }

        await Number(superuser, $"select setval('{StoreSchema.Record}.mt_events_sequence', {first + count - 1})");
        await transaction.CommitAsync();
        return first + count - 1;
    }

    private static void Row(NpgsqlBinaryImporter events, long sequence, Guid run)
    {
        events.StartRow();
        events.Write(sequence, NpgsqlDbType.Bigint);
        events.Write(Guid.NewGuid(), NpgsqlDbType.Uuid);
        events.Write(run, NpgsqlDbType.Uuid);
        events.Write(1L, NpgsqlDbType.Bigint);
        events.Write("{}", NpgsqlDbType.Jsonb);
        events.Write(SampleEvents.Of(run), NpgsqlDbType.Bytea);
        events.Write("run_observed", NpgsqlDbType.Varchar);
        events.Write(DateTime.UtcNow, NpgsqlDbType.TimestampTz);
        events.Write("default", NpgsqlDbType.Varchar);
        events.Write("Lineage.Server.Features.OpenLineage.RunObserved, Lineage.Server", NpgsqlDbType.Varchar);
        events.Write(
            $$"""{"commit":"{{Hash()}}","salt":"{{Hash()}}","core":"{{Hash()}}","coreSalt":"{{Hash()}}","mac":"{{Hash()}}","actor":"{{Guid.NewGuid()}}","request":"0HN{{sequence}}:00000001"}""",
            NpgsqlDbType.Jsonb);
    }

    private static string Hash() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static async Task<long> Number(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
