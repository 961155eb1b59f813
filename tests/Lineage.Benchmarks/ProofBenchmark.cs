using System.Diagnostics;
using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Reading;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace Lineage.Benchmarks;

/// <summary>The proof of one event among a million, out of the database and over HTTP.</summary>
internal static class ProofBenchmark
{
    private const int Asked = 300;

    public static async Task Run(Table table)
    {
        var log = new MemoryLog(MerkleBenchmark.Size);
        await using var server = await BenchServer.Start("--Lineage:Log:Sealing=false");
        await Fill(server, log);
        var reader = server.Services.GetRequiredService<LogReader>();
        using var client = server.Client("auditor");
        table.Add("the same out of PostgreSQL: ms", Table.Number(await Median(i => Prove(reader, log, i))), "under 2");
        table.Add("the same over HTTP with authorization: ms", Table.Number(await Median(i => client.GetByteArrayAsync(new Uri($"/api/v1/log/proofs/inclusion?eventId={MemoryLog.Id(i)}", UriKind.Relative)))), "");
    }

    private static async Task Prove(LogReader reader, MemoryLog log, int index)
    {
        var leaf = (await reader.Leaf("default", MemoryLog.Id(index), CancellationToken.None))!;
        var head = (await reader.HeadOf("default", leaf.Log, CancellationToken.None))!;
        var path = await new TiledTree(head.Checkpoint.Size, reader.Tiles("default", head.Id)).Inclusion(leaf.Index);
        if (!InclusionProof.Verify(index, head.Checkpoint.Size, Rfc6962.LeafHash(leaf.Entry), path, log.Checkpoint.Root)) throw new InvalidOperationException("A proof does not verify.");
    }

    private static async Task<double> Median(Func<int, Task> ask)
    {
        var times = new List<double>();
        for (var i = 0; i < Asked; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await ask((int)(i * 99_991L % MerkleBenchmark.Size));
            if (i >= Asked / 10) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return Table.Median(times);
    }

    // Events of one stream without payload: only where they stand matters here.
    private static async Task Fill(BenchServer server, MemoryLog log)
    {
        await using var connection = await server.Superuser();
        await Execute(connection, "set session_replication_role = replica");
        await Copy(connection, "lineage.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)", log.Entries.Length, (copy, i) =>
        {
            copy.Write((long)i + 1, NpgsqlDbType.Bigint);
            copy.Write(MemoryLog.Id(i), NpgsqlDbType.Uuid);
            copy.Write(MemoryLog.Id(0), NpgsqlDbType.Uuid);
            copy.Write((long)i + 1, NpgsqlDbType.Bigint);
            copy.Write("{}", NpgsqlDbType.Jsonb);
            copy.Write("run_observed", NpgsqlDbType.Varchar);
            copy.Write(DateTime.UnixEpoch, NpgsqlDbType.TimestampTz);
            copy.Write("default", NpgsqlDbType.Varchar);
            copy.Write("", NpgsqlDbType.Varchar);
            copy.Write(false, NpgsqlDbType.Boolean);
        });
        var note = SignedNote.Sign(log.Checkpoint.Text, new Ed25519Signer("benchmark/log", new byte[32])).ToBytes();
        await Execute(connection, "insert into lineage_log.log (tenant_id, generation, origin, key, key_since, opened_at) values ('default', 1, 'benchmark/log', 1, now(), now())");
        await Execute(connection, $"insert into lineage_log.checkpoint (tenant_id, log_id, size, note, signed_at) values ('default', 1, {log.Entries.Length}, '{System.Text.Encoding.UTF8.GetString(note)}', now())");
        await Copy(connection, "lineage_log.leaf (tenant_id, log_id, idx, seq, late, entry)", log.Entries.Length, (copy, i) =>
        {
            copy.Write("default", NpgsqlDbType.Text);
            copy.Write(1, NpgsqlDbType.Integer);
            copy.Write((long)i, NpgsqlDbType.Bigint);
            copy.Write((long)i + 1, NpgsqlDbType.Bigint);
            copy.Write(false, NpgsqlDbType.Boolean);
            copy.Write(log.Entries[i], NpgsqlDbType.Bytea);
        });
        var tiles = log.Tiles.ToList();
        await Copy(connection, "lineage_log.tile (tenant_id, log_id, level, n, hashes)", tiles.Count, (copy, i) =>
        {
            copy.Write("default", NpgsqlDbType.Text);
            copy.Write(1, NpgsqlDbType.Integer);
            copy.Write(tiles[i].Id.Level, NpgsqlDbType.Integer);
            copy.Write(tiles[i].Id.Index, NpgsqlDbType.Bigint);
            copy.Write(tiles[i].Hashes, NpgsqlDbType.Bytea);
        });
        await Execute(connection, "vacuum analyze");
    }

    private static async Task Copy(NpgsqlConnection connection, string into, int rows, Action<NpgsqlBinaryImporter, int> row)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {into} from stdin (format binary)");
        for (var i = 0; i < rows; i++)
        {
            copy.StartRow();
            row(copy, i);
        }

        await copy.CompleteAsync();
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
