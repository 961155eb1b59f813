using System.Runtime.CompilerServices;
using Npgsql;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>
/// Reads as the application's role within one tenant: each command goes with the tenant's setting in one round trip and one implicit
/// transaction, and row-level security hides every other tenant's rows even from a query that forgets to ask.
/// </summary>
internal sealed class TenantDatabase(DatabaseConnections connections) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = new NpgsqlDataSourceBuilder(connections.App).Build();

    public async Task<List<T>> Query<T>(string tenant, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var batch = Batch(connection, tenant, sql, parameters);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Rows one by one, for answers that memory should not hold.</summary>
    public async IAsyncEnumerable<T> Stream<T>(string tenant, string sql, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var batch = Batch(connection, tenant, sql, parameters);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) yield return read(reader);
    }

    public async Task<T?> Single<T>(string tenant, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        (await Query(tenant, sql, read, cancellationToken, parameters)).FirstOrDefault();

    private static NpgsqlBatch Batch(NpgsqlConnection connection, string tenant, string sql, NpgsqlParameter[] parameters)
    {
        var setting = new NpgsqlBatchCommand($"select set_config('{StoreSchema.TenantSetting}', $1, true)") { Parameters = { new() { Value = tenant } } };
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return new NpgsqlBatch(connection) { BatchCommands = { setting, command } };
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}

/// <summary>Parameters by position.</summary>
internal static class Parameter
{
    public static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
