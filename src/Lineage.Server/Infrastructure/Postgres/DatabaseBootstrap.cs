using Npgsql;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>Makes the roles and the database, on an embedded cluster or on a server of somebody else.</summary>
internal static class DatabaseBootstrap
{
    /// <summary>Any number will do as long as every process takes the same one.</summary>
    private const long OneAtATime = 0x4C696E65616765;

    /// <summary>Makes what is missing and changes nothing that is right; may run in several processes at once.</summary>
    /// <param name="adminConnectionString">A login that may create roles and databases, or any login once an administrator has made both.</param>
    /// <param name="template">The database to copy instead of an empty one; nobody may be connected to it.</param>
    /// <exception cref="PostgresSetupException">The login lacks the right; the message holds the SQL an administrator has to run.</exception>
    internal static async Task EnsureAsync(string adminConnectionString, string database, CancellationToken cancellation, string? template = null)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(adminConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
        }
        catch (NpgsqlException e)
        {
            throw new PostgresSetupException($"The database server does not take the connection: {e.Message}", e);
        }

        if (connection.PostgreSqlVersion.Major < PostgresBinaries.OldestMajor)
        {
            throw new PostgresSetupException($"PostgreSQL {PostgresBinaries.OldestMajor} or later is needed; the server is {connection.PostgreSqlVersion}.");
        }

        var login = (await ScalarAsync<string>(connection, "SELECT current_user::text", cancellation))!;
        try
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_lock({OneAtATime})", cancellation);
            await EnsureRolesAsync(connection, login, cancellation);
            await EnsureDatabaseAsync(connection, database, template, cancellation);
            await CloseToStrangersAsync(ActingAs(unpooled.ConnectionString, DatabaseRoles.Owner, database), cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new PostgresSetupException(
                $"The login {login} may not set up the database ({e.MessageText}). Let an administrator of the server run:\n{AdministratorsSql(login, database)}", e);
        }
    }

    /// <summary>The same login, acting as one of the roles in every session.</summary>
    internal static string ActingAs(string connectionString, string role, string database)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Database = database };
        builder.Options = $"{builder.Options} -c role={role}".Trim();
        if (builder.MaxPoolSize == new NpgsqlConnectionStringBuilder().MaxPoolSize) builder.MaxPoolSize = DatabaseRoles.LargestPool(role);
        return builder.ConnectionString;
    }

    private static async Task EnsureRolesAsync(NpgsqlConnection connection, string login, CancellationToken cancellation)
    {
        // All or none, so that the SQL for an administrator fits when this login gets half way only.
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var role in DatabaseRoles.Working)
        {
            var right = await ScalarAsync<bool?>(
                connection,
                """
                SELECT rolcanlogin AND NOT rolsuper AND NOT rolcreatedb AND NOT rolcreaterole AND NOT rolreplication AND rolbypassrls = $2
                FROM pg_roles WHERE rolname = $1
                """,
                cancellation,
                role,
                role == DatabaseRoles.Daemon);
            if (right is not true)
            {
                await ExecuteAsync(connection, $"{(right is null ? "CREATE" : "ALTER")} ROLE {role} {Attributes(role)}", cancellation);
            }

            // Also true for a superuser, who needs no grant.
            if (!await ScalarAsync<bool>(connection, "SELECT pg_has_role($1, 'MEMBER')", cancellation, role) || !await CanActAsync(connection, role, cancellation))
            {
                await ExecuteAsync(connection, $"GRANT {role} TO {Quoted(login)}", cancellation);
            }
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Since 16 who creates a role is its administrator but may not act as it.</summary>
    private static async Task<bool> CanActAsync(NpgsqlConnection connection, string role, CancellationToken cancellation) =>
        connection.PostgreSqlVersion.Major < 16 || await ScalarAsync<bool>(connection, "SELECT pg_has_role($1, 'SET')", cancellation, role);

    private static async Task EnsureDatabaseAsync(NpgsqlConnection connection, string database, string? template, CancellationToken cancellation)
    {
        var owner = await ScalarAsync<string?>(connection, "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = $1", cancellation, database);
        if (owner is null)
        {
            var copied = template is null ? "" : $" TEMPLATE {Quoted(template)}";
            await ExecuteAsync(connection, $"CREATE DATABASE {Quoted(database)} OWNER {DatabaseRoles.Owner}{copied}", cancellation);
        }
        else if (owner != DatabaseRoles.Owner)
        {
            await ExecuteAsync(connection, $"ALTER DATABASE {Quoted(database)} OWNER TO {DatabaseRoles.Owner}", cancellation);
        }
    }

    private static async Task CloseToStrangersAsync(string ownersConnectionString, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(ownersConnectionString);
        await connection.OpenAsync(cancellation);
        await ExecuteAsync(
            connection,
            $"""
            REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            REVOKE ALL ON DATABASE {Quoted(connection.Database)} FROM PUBLIC;
            GRANT CONNECT ON DATABASE {Quoted(connection.Database)} TO {DatabaseRoles.App}, {DatabaseRoles.Daemon};
            """,
            cancellation);
    }

    private static string Attributes(string role) =>
        "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION " + (role == DatabaseRoles.Daemon ? "BYPASSRLS" : "NOBYPASSRLS");

    private static string AdministratorsSql(string login, string database) =>
        string.Join('\n', DatabaseRoles.Working.Select(role => $"  CREATE ROLE {role} {Attributes(role)};"))
            + $"\n  GRANT {string.Join(", ", DatabaseRoles.Working)} TO {Quoted(login)};"
            + $"\n  CREATE DATABASE {Quoted(database)} OWNER {DatabaseRoles.Owner};";

    private static string Quoted(string identifier) => '"' + identifier.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<T?> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteScalarAsync(cancellation) is { } found and not DBNull ? (T)found : default;
    }
}
