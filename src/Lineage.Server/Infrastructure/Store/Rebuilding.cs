using System.Diagnostics;
using Marten.Events.Daemon.Coordination;
using Npgsql;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>
/// Builds the read models again from the events: afterwards they are what they would be had they been built once, in one go. One transaction
/// empties the tables, takes the projection's mark back and makes a note of it; then the projection does what it always does, only faster,
/// since indexes are made when the tables are full. The note is crossed out at the end, so that a process killed half way goes on where it was.
/// </summary>
internal sealed class Rebuilding(
    DatabaseConnections connections, ProjectionProgress progress, IProjectionCoordinator<IDaemonStore> projections, IEnumerable<IReadModel> models, ILogger<Rebuilding> logger)
{
    /// <summary>Each building of the read models; one that has not ended is under way.</summary>
    public const string Definition =
        $"""
        create table if not exists {StoreSchema.Record}.building (
          number bigint primary key, goal bigint not null, started_at timestamptz not null default now(), finished_at timestamptz);
        """;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Tell = TimeSpan.FromSeconds(10);

    /// <summary>Empties the read models, unless a building is under way already. No projection may run beside it.</summary>
    public async Task Begin(CancellationToken cancellationToken)
    {
        var now = await progress.Now(cancellationToken);
        if (now.Building is not null) return;
        await using var owner = await Owner(cancellationToken);
        await Execute(
            owner,
            $"""
            begin;
            insert into {StoreSchema.Record}.building (number, goal) select coalesce(max(number), 0) + 1, {now.Recorded} from {StoreSchema.Record}.building;
            delete from {StoreSchema.Record}.mt_event_progression where name = '{StoreSchema.Shard}';
            truncate {string.Join(", ", models.Select(m => $"{StoreSchema.Read}.{m.Table}").Distinct())};
            {string.Concat(models.SelectMany(m => m.Indexes.Keys).Select(index => $"drop index if exists {StoreSchema.Read}.{index};"))}
            commit;
            """,
            cancellationToken);
    }

    /// <summary>Waits until the projection is where the record ended when the building began, and makes the indexes. Nothing to do when none is under way.</summary>
    public async Task Finish(CancellationToken cancellationToken)
    {
        var told = -1L;
        while (true)
        {
            var now = await progress.Now(cancellationToken);
            if (now.Building is not { } building) return;
            if (now.Projected >= building.Goal) break;
            if (told < 0 || Stopwatch.GetElapsedTime(told) > Tell)
            {
                logger.LogInformation("Building the read models again from the events: {Building}", building);
                told = Stopwatch.GetTimestamp();
            }

            await Task.Delay(Look, cancellationToken);
        }

        logger.LogInformation("Making the indexes of the read models");
        await projections.PauseAsync();
        try
        {
            await using var owner = await Owner(cancellationToken);
            await Execute(owner, "set maintenance_work_mem = '256MB'", cancellationToken);
            foreach (var model in models)
            {
                // Each by itself, so that those that are made are kept.
                foreach (var index in Indexes(model)) await Execute(owner, index, cancellationToken);
                await Execute(owner, $"analyze {StoreSchema.Read}.{model.Table}", cancellationToken);
            }

            await Execute(owner, $"update {StoreSchema.Record}.building set finished_at = now() where finished_at is null", cancellationToken);
        }
        finally
        {
            await projections.ResumeAsync();
        }

        logger.LogInformation("The read models are built again");
    }

    /// <summary>What makes the indexes of a table that are not there.</summary>
    public static IEnumerable<string> Indexes(IReadModel model) =>
        model.Indexes.Select(index => $"create index if not exists {index.Key} on {StoreSchema.Read}.{model.Table} {index.Value};");

    private async Task<NpgsqlConnection> Owner(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connections.Owner);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
