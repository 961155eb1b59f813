using System.Text.Json;
using Lineage.IntegrationTests.Postgres;
using Lineage.Server.Infrastructure.Postgres;
using Npgsql;

namespace Lineage.IntegrationTests.Record;

/// <summary>A row of the record as the database's superuser sees it.</summary>
internal sealed record StoredRow(Guid Id, long Sequence, Guid Stream, string Type, string Tenant, byte[] Bytes, JsonElement Headers)
{
    private const string Columns = "id, seq_id, stream_id, type, tenant_id, bdata, headers::text";

    public string Header(string name) => Headers.GetProperty(name).GetString()!;

    public static async Task<StoredRow> Of(TestDatabase database, Guid id) => (await In(database, $"select {Columns} from lineage.mt_events where id = '{id}'")).Single();

    /// <summary>The row as it stands after SQL that bypasses the gate, which is then undone.</summary>
    public static async Task<StoredRow> After(TestDatabase database, string sql, Guid id)
    {
        await using var connection = await Rows.Open(database.As(DatabaseRoles.Superuser));
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"set local session_replication_role = replica; {sql}", connection)) await command.ExecuteNonQueryAsync();
        return (await Rows.Read(connection, $"select {Columns} from lineage.mt_events where id = '{id}'", Read)).Single();
    }

    private static Task<List<StoredRow>> In(TestDatabase database, string sql) => Rows.Read(database.As(DatabaseRoles.Superuser), sql, Read);

    private static StoredRow Read(NpgsqlDataReader r) =>
        new(r.GetGuid(0), r.GetInt64(1), r.GetGuid(2), r.GetString(3), r.GetString(4), r.GetFieldValue<byte[]>(5), JsonSerializer.Deserialize<JsonElement>(r.GetString(6)));
}

/// <summary>Statements on connections of their own.</summary>
internal static class Rows
{
    public static async Task<NpgsqlConnection> Open(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public static async Task<List<T>> Read<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    public static async Task<List<T>> Read<T>(string connectionString, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = await Open(connectionString);
        return await Read(connection, sql, read);
    }

    /// <summary>One number, as that role within a tenant; no tenant is set when it is null.</summary>
    public static async Task<long> Count(TestDatabase database, string role, string? tenant, string sql)
    {
        await using var connection = await Open(database.As(role));
        if (tenant is not null) await Read(connection, $"select set_config('app.tenant_id', '{tenant}', false)", _ => 0);
        return (await Read(connection, sql, r => r.GetInt64(0))).Single();
    }

    public static Task<long> Events(TestTenant tenant) =>
        Count(tenant.Server.Database, DatabaseRoles.Superuser, null, $"select count(*) from lineage.mt_events where tenant_id = '{tenant.Name}'");
}
