using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Lineage.Benchmarks;

/// <summary>Rows of the record, written again into tables of the same shape, indexes and foreign key: the database's limit.</summary>
internal sealed class RowCopy(BenchServer server, IReadOnlyList<RowCopy.Row> rows)
{
    private const string Columns = "seq_id, id, stream_id, version, data, bdata, type, timestamp, tenant_id, mt_dotnet_type, headers, is_archived";
    private long _sequence;

    internal sealed record Row(byte[] Bytes, string Type, string DotNetType, string Headers);

    public static async Task<RowCopy> Take(BenchServer server, int most)
    {
        await using var connection = await server.Superuser();
        await Execute(connection,
            """
            create schema bench;
            create table bench.mt_streams (like lineage.mt_streams including all);
            create table bench.alone (like lineage.mt_events including all);
            create table bench.mt_events (like lineage.mt_events including all);
            alter table bench.mt_events add foreign key (tenant_id, stream_id) references bench.mt_streams (tenant_id, id) on delete cascade;
            """);
        await using var command = new NpgsqlCommand($"select bdata, type, mt_dotnet_type, headers::text from lineage.mt_events where tenant_id = 'default' and type = 'run_observed' limit {most}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<Row> rows = [];
        while (await reader.ReadAsync()) rows.Add(new((byte[])reader[0], reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        return new(server, rows);
    }

    /// <summary>Rows a second, 10,000 a transaction.</summary>
    public async Task<double> Copy()
    {
        await using var connection = await server.Superuser();
        var started = Stopwatch.StartNew();
        foreach (var chunk in rows.Chunk(10_000))
        {
            await using var transaction = await connection.BeginTransactionAsync();
            Guid[] ids = [.. chunk.Select(_ => Guid.NewGuid())];
            await using (var streams = await connection.BeginBinaryImportAsync("copy bench.mt_streams (id, version, tenant_id, is_archived) from stdin (format binary)"))
            {
                foreach (var id in ids)
                {
                    streams.StartRow();
                    streams.Write(id, NpgsqlDbType.Uuid);
                    streams.Write(1L, NpgsqlDbType.Bigint);
                    streams.Write("default", NpgsqlDbType.Varchar);
                    streams.Write(false, NpgsqlDbType.Boolean);
                }

                await streams.CompleteAsync();
            }

            await using (var events = await connection.BeginBinaryImportAsync($"copy bench.mt_events ({Columns}) from stdin (format binary)"))
            {
                for (var n = 0; n < chunk.Length; n++)
                {
                    events.StartRow();
                    events.Write(++_sequence, NpgsqlDbType.Bigint);
                    events.Write(Guid.NewGuid(), NpgsqlDbType.Uuid);
                    events.Write(ids[n], NpgsqlDbType.Uuid);
                    events.Write(1L, NpgsqlDbType.Bigint);
                    events.Write("{}", NpgsqlDbType.Jsonb);
                    events.Write(chunk[n].Bytes, NpgsqlDbType.Bytea);
                    events.Write(chunk[n].Type, NpgsqlDbType.Varchar);
                    events.Write(DateTime.UtcNow, NpgsqlDbType.TimestampTz);
                    events.Write("default", NpgsqlDbType.Varchar);
                    events.Write(chunk[n].DotNetType, NpgsqlDbType.Varchar);
                    events.Write(chunk[n].Headers, NpgsqlDbType.Jsonb);
                    events.Write(false, NpgsqlDbType.Boolean);
                }

                await events.CompleteAsync();
            }

            await transaction.CommitAsync();
        }

        return rows.Count / started.Elapsed.TotalSeconds;
    }

    /// <summary>Rows a second, each in a transaction of its own, into a table without foreign key.</summary>
    public async Task<double> Insert(TimeSpan time)
    {
        await using var connection = await server.Superuser();
        await using var command = new NpgsqlCommand(
            $$"""
            insert into bench.alone ({{Columns}}) values ($1, $2, $3, 1, '{}', $4, $5, now(), 'default', $6, $7, false)
            """,
            connection);
        foreach (var type in new[] { NpgsqlDbType.Bigint, NpgsqlDbType.Uuid, NpgsqlDbType.Uuid, NpgsqlDbType.Bytea, NpgsqlDbType.Varchar, NpgsqlDbType.Varchar, NpgsqlDbType.Jsonb })
            command.Parameters.Add(new() { NpgsqlDbType = type });
        await command.PrepareAsync();
        var (count, started) = (0, Stopwatch.StartNew());
        for (; started.Elapsed < time; count++)
        {
            var row = rows[count % rows.Count];
            object[] values = [++_sequence, Guid.NewGuid(), Guid.NewGuid(), row.Bytes, row.Type, row.DotNetType, row.Headers];
            for (var n = 0; n < values.Length; n++) command.Parameters[n].Value = values[n];
            await command.ExecuteNonQueryAsync();
        }

        return count / started.Elapsed.TotalSeconds;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
