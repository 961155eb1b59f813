using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Sealing;

/// <summary>A log that the sealer adds to: its right edge and its key.</summary>
internal sealed class OpenLog(string tenant, int id, string origin, TreeAppender edge, LogKeys keys)
{
    public string Tenant => tenant;

    public int Id => id;

    public string Origin => origin;

    public long Size => edge.Size;

    public LogKeys Keys { get; set; } = keys;

    public MerkleHash Append(byte[] entry)
    {
        var leaf = Rfc6962.LeafHash(entry);
        edge.Append(leaf);
        return leaf;
    }

    public IReadOnlyList<(TileId Id, byte[] Bytes)> ChangedTiles() => edge.Changed();

    public Checkpoint Checkpoint() => new(origin, edge.Size, edge.Root());
}

/// <summary>Which keys sign: the present one and, for a while after a rotation, the one before it.</summary>
internal sealed record LogKeys(int Number, int? Before, DateTimeOffset Since)
{
    /// <summary>Numbers of the keys that sign a checkpoint now; the old one first, since readers know it longer.</summary>
    public IEnumerable<int> SigningAt(DateTimeOffset now, TimeSpan overlap) => Before is { } before && now - Since < overlap ? [before, Number] : [Number];
}

/// <summary>A log cannot be added to without breaking a promise that was signed; somebody has to look.</summary>
internal sealed class LogHeldException(string reason) : Exception(reason);

/// <summary>Opens logs for the sealer, and refuses any whose tables do not hold what was signed.</summary>
internal sealed class LogOpening(LogSettings settings, ILogSigners signers, OutsideCheckpoints outside, TimeProvider time)
{
    /// <summary>The tenant's log; made when the tenant has none.</summary>
    /// <exception cref="LogHeldException">The tables do not give the tree that was last signed.</exception>
    public async Task<OpenLog> Open(string tenant, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var signed = outside.Of(tenant);
        if (await Find(tenant, connection, cancellationToken) is not { } row)
            return signed is null ? await Create(tenant, 1, connection, cancellationToken) : throw new LogHeldException("A checkpoint was signed for this tenant, but the database holds no log of it.");
        if (!signers.Has(tenant, row.Keys.Number)) throw new LogHeldException("The key that signed this log is not in the state directory.");
        return new(tenant, row.Id, row.Origin, await Edge(row, signed ?? row.Note, tenant, connection, cancellationToken), row.Keys);
    }

    /// <summary>A new log after the tenant's last one.</summary>
    public async Task<OpenLog> Create(string tenant, int generation, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var origin = settings.Origin(tenant, generation);
        var number = 1;
        while (generation > 1 && signers.Has(tenant, number + 1)) number++;
        var now = time.GetUtcNow();
        await using var command = new NpgsqlCommand(
            $"insert into {LogSchema.Name}.log (tenant_id, generation, origin, key, key_since, opened_at) values ($1, $2, $3, $4, $5, $5) returning log_id", connection)
        {
            Parameters = { Parameter.Of(tenant), Parameter.Of(generation), Parameter.Of(origin), Parameter.Of(number), Parameter.Of(now) },
        };
        var id = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        signers.Signer(tenant, origin, number);
        return new(tenant, id, origin, new TreeAppender(), new(number, null, now));
    }

    private async Task<TreeAppender> Edge(Row row, string? note, string tenant, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tiles = new LogTiles(row.Id, DaemonRows.On(connection));
        var size = 0L;
        TreeAppender edge;
        if (note is null)
        {
            edge = new();
        }
        else
        {
            var checkpoint = Signed(note, row, tenant);
            if (checkpoint.Origin != row.Origin) throw new LogHeldException($"The last checkpoint is of {checkpoint.Origin}, the database holds {row.Origin}.");
            if (checkpoint.Size > row.Size) throw new LogHeldException($"The log shrank: {checkpoint.Size} entries were signed, {row.Size} are there.");
            (size, edge) = (checkpoint.Size, await At(checkpoint, tiles, cancellationToken));
        }

        // What came after the checkpoint was stored but not signed: it is read from the entries themselves.
        var rest = DaemonRows.On(connection);
        foreach (var (_, entry) in await rest($"select idx, entry from {LogSchema.Name}.leaf where log_id = $1 and idx >= $2 order by idx", cancellationToken, Parameter.Of(row.Id), Parameter.Of(size)))
            edge.Append(Rfc6962.LeafHash(entry));
        return edge.Size == row.Size ? edge : throw new LogHeldException($"The log has holes: {row.Size} entries by number, {edge.Size} by count.");
    }

    private Checkpoint Signed(string note, Row row, string tenant)
    {
        try
        {
            var keys = new List<VerifierKey>();
            for (var number = row.Keys.Number; number >= 1; number--)
                if (signers.Has(tenant, number)) keys.Add(signers.Signer(tenant, row.Origin, number).Key);
            return Checkpoint.Open(System.Text.Encoding.UTF8.GetBytes(note), keys);
        }
        catch (Exception unsigned) when (unsigned is FormatException or VerificationException)
        {
            throw new LogHeldException($"The last checkpoint is not one of ours: {unsigned.Message}");
        }
    }

    private static async Task<TreeAppender> At(Checkpoint checkpoint, LogTiles tiles, CancellationToken cancellationToken)
    {
        try
        {
            var edge = await TreeAppender.At(checkpoint.Size, tiles, cancellationToken);
            return edge.Root() == checkpoint.Root ? edge : throw new LogHeldException($"The tree of {checkpoint.Size} entries has another root than the one that was signed.");
        }
        catch (LogDamagedException damaged)
        {
            throw new LogHeldException($"The tree of {checkpoint.Size} entries that was signed cannot be read: {damaged.Message}");
        }
    }

    private static async Task<Row?> Find(string tenant, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select l.log_id, l.origin, l.key, l.key_before, l.key_since, l.generation, (select coalesce(max(f.idx) + 1, 0) from {LogSchema.Name}.leaf f where f.log_id = l.log_id),
              (select c.note from {LogSchema.Name}.checkpoint c where c.log_id = l.log_id order by c.size desc limit 1)
            from {LogSchema.Name}.log l where l.tenant_id = $1 order by l.generation desc limit 1
            """, connection)
        { Parameters = { Parameter.Of(tenant) } };
        await using var r = await command.ExecuteReaderAsync(cancellationToken);
        return await r.ReadAsync(cancellationToken)
            ? new(r.GetInt32(0), r.GetString(1), new(r.GetInt32(2), r.IsDBNull(3) ? null : r.GetInt32(3), r.GetFieldValue<DateTimeOffset>(4)), r.GetInt32(5), r.GetInt64(6), r.IsDBNull(7) ? null : r.GetString(7))
            : null;
    }

    private sealed record Row(int Id, string Origin, LogKeys Keys, int Generation, long Size, string? Note);
}

/// <summary>Reads the log's tables on the sealer's own connection.</summary>
internal static class DaemonRows
{
    public static LogRows On(NpgsqlConnection connection) => async (sql, cancellationToken, parameters) =>
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(long, byte[])>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        return rows;
    };
}
