using System.Text;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Timestamps;

/// <summary>Has the last checkpoint of each log stamped now and then, and one at once for whoever needs it. What is stamped is the signed note, byte for byte.</summary>
internal sealed class TimestampRound(TimestampSettings settings, TimestampAuthority authority, DatabaseConnections connections, TimeProvider time, ILogger<TimestampRound> logger)
{
    private const int MostLogs = 20;
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);
    private DateTimeOffset _restsUntil = DateTimeOffset.MinValue;

    public bool HasWork => settings.Url is not null;

    public async Task Run(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!HasWork || now < _restsUntil) return;
        try
        {
            foreach (var head in await Due(connection, now, cancellationToken)) await Stamp(connection, head, cancellationToken);
        }
        catch (TimestampRefusedException e)
        {
            logger.LogWarning(e, "A checkpoint was not stamped; it is tried again later");
            _restsUntil = now + Rest;
        }
    }

    /// <summary>Stamps a checkpoint that has no timestamp yet, for a report that is handed out with it.</summary>
    /// <returns>False when there is no authority, or it gave none.</returns>
    public async Task<bool> Now(LogHead head, CancellationToken cancellationToken)
    {
        if (!HasWork) return false;
        await using var connection = new NpgsqlConnection(connections.Daemon);
        await connection.OpenAsync(cancellationToken);
        try
        {
            await Stamp(connection, new(head.Tenant, head.Id, head.Checkpoint.Size, head.Note), cancellationToken);
            return true;
        }
        catch (TimestampRefusedException e)
        {
            logger.LogWarning(e, "A checkpoint was not stamped");
            return false;
        }
    }

    private async Task Stamp(NpgsqlConnection connection, Head head, CancellationToken cancellationToken)
    {
        var (reply, at) = await authority.Stamp(Encoding.UTF8.GetBytes(head.Note), cancellationToken);
        await using var command = new NpgsqlCommand(
            $"insert into {LogSchema.Name}.timestamp (tenant_id, log_id, size, token, stamped_at) values ($1, $2, $3, $4, $5) on conflict do nothing", connection)
        {
            Parameters = { Parameter.Of(head.Tenant), Parameter.Of(head.Log), Parameter.Of(head.Size), Parameter.Of(reply), Parameter.Of(at) },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<Head>> Due(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select l.tenant_id, l.log_id, c.size, c.note from {LogSchema.Name}.log l
            cross join lateral (select size, note from {LogSchema.Name}.checkpoint where log_id = l.log_id order by size desc limit 1) c
            left join lateral (select size, stamped_at from {LogSchema.Name}.timestamp where log_id = l.log_id order by size desc limit 1) t on true
            where t.size is null or (t.size < c.size and t.stamped_at <= $1) order by t.stamped_at nulls first limit $2
            """, connection)
        { Parameters = { Parameter.Of(now - settings.Every), Parameter.Of(MostLogs) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var heads = new List<Head>();
        while (await reader.ReadAsync(cancellationToken)) heads.Add(new(reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetString(3)));
        return heads;
    }

    private sealed record Head(string Tenant, int Log, long Size, string Note);
}
