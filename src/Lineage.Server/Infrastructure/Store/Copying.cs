using Npgsql;
using NpgsqlTypes;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>Writes rows by PostgreSQL's binary COPY, the fastest way in.</summary>
internal static class Copying
{
    /// <param name="columns">The columns in the order in which <paramref name="write"/> writes them, after tenant_id, seq and valid_at.</param>
    public static async Task Rows<T>(
        NpgsqlConnection connection, string table, string columns, IEnumerable<(Observed Event, T Row)> rows, Action<Cells, T> write, CancellationToken cancellationToken)
    {
        NpgsqlBinaryImporter? importer = null;
        try
        {
            foreach (var (e, row) in rows)
            {
                importer ??= await connection.BeginBinaryImportAsync($"copy {StoreSchema.Read}.{table} (tenant_id, seq, valid_at, {columns}) from stdin (format binary)", cancellationToken);
                importer.StartRow();
                var cells = new Cells(importer);
                cells.Text(e.Tenant).Long(e.Sequence).Time(e.Said.ValidAt);
                write(cells, row);
            }

            if (importer is not null) await importer.CompleteAsync(cancellationToken);
        }
        finally
        {
            if (importer is not null) await importer.DisposeAsync();
        }
    }
}

/// <summary>The cells of one row, in order.</summary>
internal readonly struct Cells(NpgsqlBinaryImporter importer)
{
    public Cells Text(string? value) => Write(value, NpgsqlDbType.Text);

    public Cells Texts(string[] value) => Write(value, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public Cells Id(Guid? value) => value is { } id ? Write(id, NpgsqlDbType.Uuid) : Null();

    public Cells Long(long value) => Write(value, NpgsqlDbType.Bigint);

    public Cells Number(int value) => Write(value, NpgsqlDbType.Integer);

    public Cells Flag(bool value) => Write(value, NpgsqlDbType.Boolean);

    public Cells Time(DateTimeOffset value) => Write(value.UtcDateTime, NpgsqlDbType.TimestampTz);

    private Cells Write<T>(T value, NpgsqlDbType type)
    {
        if (value is null) return Null();
        importer.Write(value, type);
        return this;
    }

    private Cells Null()
    {
        importer.WriteNull();
        return this;
    }
}
