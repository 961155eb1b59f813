using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;
using Npgsql;
using NpgsqlTypes;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>Parameters and cells that may be absent.</summary>
internal static class Sql
{
    /// <summary>The window's parameters, $1 to $3.</summary>
    public static NpgsqlParameter[] Parameters(this Window window) => [Parameter.Of(window.Tenant), Parameter.Of(window.AsOf), Parameter.Of(window.Sequence)];

    public static NpgsqlParameter Text(string? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Id(Guid? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };

    public static NpgsqlParameter Time(DateTimeOffset? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    public static NpgsqlParameter Long(long? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    public static string? TextOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static Guid? IdOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);

    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
