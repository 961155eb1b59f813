using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Lineage.Benchmarks;

/// <summary>The same walks by a plain recursive query over an indexed table of numbers: what a database does at best.</summary>
internal static class GraphQueries
{
    private const string Query =
        """
        with recursive up(id, depth) as (
          select $1::int, 0 union select e.source, up.depth + 1 from up join edge e on e.target = up.id where up.depth < $2)
        select count(distinct id) from up
        """;

    public static async Task Run(Table table, BenchServer server)
    {
        await using var connection = await server.Superuser();
        foreach (var size in new[] { 10_000, 100_000, 1_000_000 })
        {
            await Fill(connection, size);
            List<double> medians = [];
            foreach (var depth in new[] { 5, 20, GraphBenchmark.Whole })
            {
                List<double> times = [];
                for (var n = 0; n < (size < 1_000_000 || depth == 5 ? 9 : 3); n++)
                {
                    await using var command = new NpgsqlCommand(Query, connection) { Parameters = { new() { Value = size - 1 - n * (size / 200) }, new() { Value = depth } } };
                    var started = Stopwatch.GetTimestamp();
                    await command.ExecuteScalarAsync();
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
                }

                medians.Add(Table.Median(times));
            }

            table.Add($"layered of {size:N0} datasets, upstream, depth 5 / 20 / whole: us of a recursive query in PostgreSQL", string.Join(" / ", medians.Select(Table.Number)));
        }
    }

    private static async Task Fill(NpgsqlConnection connection, int size)
    {
        await Execute(connection, "drop table if exists edge; create temp table edge (source int not null, target int not null)");
        await using (var importer = await connection.BeginBinaryImportAsync("copy edge from stdin (format binary)"))
        {
            var inputs = GraphShapes.Make("layered", size);
            for (var target = 0; target < size; target++)
                foreach (var source in inputs[target])
                {
                    await importer.StartRowAsync();
                    await importer.WriteAsync(source, NpgsqlDbType.Integer);
                    await importer.WriteAsync(target, NpgsqlDbType.Integer);
                }

            await importer.CompleteAsync();
        }

        await Execute(connection, "create index on edge (target, source); analyze edge; set jit = off");
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
