using Lineage.Server.Infrastructure.Postgres;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Infrastructure.Hosting;

/// <summary>The database of this server: its own PostgreSQL, or the one that <c>ConnectionStrings:Lineage</c> names.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const string Name = "lineage";
    private readonly EmbeddedPostgres? _embedded;

    private Database(DatabaseConnections connections, EmbeddedPostgres? embedded) => (Connections, _embedded) = (connections, embedded);

    public DatabaseConnections Connections { get; }

    /// <summary>Completes when our own PostgreSQL ends; never, when the database is somebody else's.</summary>
    public Task Ended => _embedded?.Ended ?? Task.Delay(Timeout.Infinite);

    /// <summary>Starts or finds the database, makes roles and schema. Ready for the store when it returns.</summary>
    /// <exception cref="PostgresSetupException">What keeps it from running, in words for the operator.</exception>
    public static async Task<Database> Open(IConfiguration configuration, StateDirectory state, ILogger logger, CancellationToken cancellationToken) => await Migrated(
        configuration.GetConnectionString("Lineage") is { Length: > 0 } given
            ? await Foreign(given, cancellationToken)
            : await Own(new(state.Root, configuration["Lineage:PostgresBinaries"]), logger, cancellationToken),
        cancellationToken);

    /// <summary>A database whose roles exist already; its life is somebody else's affair.</summary>
    public static Task<Database> Given(DatabaseConnections connections, CancellationToken cancellationToken) => Migrated(new(connections, null), cancellationToken);

    private static async Task<Database> Migrated(Database database, CancellationToken cancellationToken)
    {
        try
        {
            await Migration.Apply(database.Connections, cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>A further database beside our own, for the demo's warehouse; null on a server of somebody else.</summary>
    public async Task<string?> Beside(string name, CancellationToken cancellationToken)
    {
        if (_embedded is null) return null;
        await DatabaseBootstrap.EnsureAsync(_embedded.ConnectionString(DatabaseRoles.Superuser, "postgres"), name, cancellationToken);
        return _embedded.ConnectionString(DatabaseRoles.Owner, name);
    }

    private static async Task<Database> Own(EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var server = await EmbeddedPostgres.StartAsync(options, logger, cancellationToken);
        try
        {
            await DatabaseBootstrap.EnsureAsync(server.ConnectionString(DatabaseRoles.Superuser, "postgres"), Name, cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return new(new(server.ConnectionString(DatabaseRoles.Owner, Name), Tuned(server.ConnectionString(DatabaseRoles.App, Name)), server.ConnectionString(DatabaseRoles.Daemon, Name), Embedded: true), server);
    }

    private static async Task<Database> Foreign(string given, CancellationToken cancellationToken)
    {
        var builder = new NpgsqlConnectionStringBuilder(given) { NoResetOnClose = true };
        var name = builder.Database is { Length: > 0 } named ? named : Name;
        await DatabaseBootstrap.EnsureAsync(new NpgsqlConnectionStringBuilder(given) { Database = "postgres" }.ConnectionString, name, cancellationToken);
        string As(string role) => DatabaseBootstrap.ActingAs(builder.ConnectionString, role, name);
        return new(new(As(DatabaseRoles.Owner), Tuned(As(DatabaseRoles.App)), Watched(As(DatabaseRoles.Daemon)), Embedded: false), null);
    }

    // The leading server holds its lock in a sleeping session, which would outlive a killed process for as long as it sleeps; another server could not take over.
    private static string Watched(string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        builder.Options = $"{builder.Options} -c client_connection_check_interval=2s";
        return builder.ConnectionString;
    }

    private static string Tuned(string connection) => new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 50 }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_embedded is not null) await _embedded.DisposeAsync();
    }
}
