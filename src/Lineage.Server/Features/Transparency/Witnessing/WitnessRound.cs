using System.Diagnostics.Metrics;
using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Features.Transparency.Sealing;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Witnessing;

/// <summary>
/// Takes the last checkpoint of each log to each witness and stores its cosignature. Whoever is out of reach or refuses is asked again
/// after a while that grows. What a witness says against a log is kept where its readers see it.
/// </summary>
internal sealed class WitnessRound(WitnessSettings settings, WitnessClient client, TimeProvider time, ILogger<WitnessRound> logger)
{
    private const int MostLogs = 100;
    private static readonly Meter Meter = new("Lineage");
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("lineage.log.witness.refusals", "{answer}", "Answers of witnesses that hold no cosignature");
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);
    private readonly Dictionary<(VerifierKey Witness, int Log), (TimeSpan For, DateTimeOffset Until)> _resting = [];

    public bool HasWork => settings.Witnesses.Count > 0;

    public async Task Run(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var witness in settings.Witnesses)
        {
            if (Rests(witness, 0)) continue;
            foreach (var head in await Due(connection, witness, cancellationToken))
            {
                var reply = await Asked(connection, witness, head, cancellationToken);
                await Keep(connection, witness, head, reply, cancellationToken);
                if (reply.Unreachable) break;
            }
        }
    }

    // A log that cannot be read any more is told like any other trouble, and does not keep the others from their witnesses.
    private async Task<WitnessReply> Asked(NpgsqlConnection connection, WitnessAddress witness, Head head, CancellationToken cancellationToken)
    {
        try
        {
            return await Ask(connection, witness, head, cancellationToken);
        }
        catch (LogDamagedException damaged)
        {
            return new(Refusal: $"The log cannot be shown to it: {damaged.Message}");
        }
    }

    /// <summary>Asks from the size that the witness cosigned for us, and once more from the one that it says it remembers.</summary>
    private async Task<WitnessReply> Ask(NpgsqlConnection connection, WitnessAddress witness, Head head, CancellationToken cancellationToken)
    {
        var tree = new TiledTree(head.Size, new LogTiles(head.Log, DaemonRows.On(connection)));
        var reply = await client.Ask(witness, new(head.Cosigned, await Proof(tree, head.Cosigned, cancellationToken), head.Note), cancellationToken);
        if (reply.Remembers is not { } size) return reply;
        if (size > head.Size) return new(Refusal: $"It remembers a log of {size} entries; the last checkpoint has {head.Size}. The log shrank or forked.");
        reply = await client.Ask(witness, new(size, await Proof(tree, size, cancellationToken), head.Note), cancellationToken);
        return reply.Remembers is null ? reply : new(Refusal: $"It says twice that it remembers another size ({reply.Remembers}).");
    }

    private static async Task<IReadOnlyList<MerkleHash>> Proof(TiledTree tree, long from, CancellationToken cancellationToken) => from == 0 ? [] : await tree.Consistency(from, cancellationToken);

    private async Task Keep(NpgsqlConnection connection, WitnessAddress witness, Head head, WitnessReply reply, CancellationToken cancellationToken)
    {
        var key = witness.Key.ToString();
        if (reply.Cosignature is { } cosignature)
        {
            _resting.Remove((witness.Key, head.Log));
            _resting.Remove((witness.Key, 0));
            await Execute(
                connection,
                $"""
                with fine as (delete from {LogSchema.Name}.witness_trouble where log_id = $2 and key = $4)
                insert into {LogSchema.Name}.cosignature (tenant_id, log_id, size, key, line, witnessed_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing
                """,
                cancellationToken, Parameter.Of(head.Tenant), Parameter.Of(head.Log), Parameter.Of(head.Size), Parameter.Of(key), Parameter.Of(cosignature.ToString()), Parameter.Of(cosignature.CosignedAt ?? time.GetUtcNow()));
            return;
        }

        Refusals.Add(1);
        if (Rest(witness, reply.Unreachable ? 0 : head.Log))
            logger.Log(reply.Unreachable ? LogLevel.Warning : LogLevel.Critical, "The witness {Witness} does not cosign the log {Log}: {Reason}", witness.Key.Name, head.Log, reply.Refusal);
        await Execute(
            connection,
            $"""
            insert into {LogSchema.Name}.witness_trouble (tenant_id, log_id, key, words, seen_at) values ($1, $2, $3, $4, $5)
            on conflict (log_id, key) do update set words = excluded.words, seen_at = excluded.seen_at
            """,
            cancellationToken, Parameter.Of(head.Tenant), Parameter.Of(head.Log), Parameter.Of(key), Parameter.Of(reply.Refusal!), Parameter.Of(time.GetUtcNow()));
    }

    private bool Rests(WitnessAddress witness, int log) => _resting.TryGetValue((witness.Key, log), out var rest) && time.GetUtcNow() < rest.Until;

    /// <returns>True the first time.</returns>
    private bool Rest(WitnessAddress witness, int log)
    {
        var before = _resting.TryGetValue((witness.Key, log), out var rest);
        var length = !before ? FirstRest : rest.For * 2 < LongestRest ? rest.For * 2 : LongestRest;
        _resting[(witness.Key, log)] = (length, time.GetUtcNow() + length);
        return !before;
    }

    private async Task<List<Head>> Due(NpgsqlConnection connection, WitnessAddress witness, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select l.tenant_id, l.log_id, c.size, c.note, w.size from {LogSchema.Name}.log l
            cross join lateral (select size, note from {LogSchema.Name}.checkpoint where log_id = l.log_id order by size desc limit 1) c
            cross join lateral (select coalesce(max(size), 0) as size from {LogSchema.Name}.cosignature where log_id = l.log_id and key = $1) w
            where c.size > w.size and l.log_id <> all($2) and l.generation = (select max(generation) from {LogSchema.Name}.log where tenant_id = l.tenant_id) order by l.log_id limit $3
            """, connection)
        {
            Parameters = { Parameter.Of(witness.Key.ToString()), Parameter.Of(_resting.Keys.Where(k => k.Witness == witness.Key && Rests(witness, k.Log)).Select(k => k.Log).ToArray()), Parameter.Of(MostLogs) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var heads = new List<Head>();
        while (await reader.ReadAsync(cancellationToken)) heads.Add(new(reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetString(3), reader.GetInt64(4)));
        return heads;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Head(string Tenant, int Log, long Size, string Note, long Cosigned);
}
