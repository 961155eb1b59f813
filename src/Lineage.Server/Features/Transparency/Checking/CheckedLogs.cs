using System.Text;
using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Features.Transparency.Sealing;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Checking;

/// <summary>A log of a tenant as its table says.</summary>
internal sealed record LogInTable(int Id, string Origin, string? Held, string? Note, long Leaves);

/// <summary>Chooses for each log of a tenant the checkpoint to check against: what stands outside the database goes before what stands in it.</summary>
internal sealed class CheckedLogs(ILogSigners signers, OutsideCheckpoints outside)
{
    /// <summary>The logs with a checkpoint that one of our keys signed, oldest first, and what is wrong with their checkpoints.</summary>
    public async Task<(List<(AuditedLog Log, string? Held)> Logs, List<LogDifference> Found)> Of(string tenant, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        // Read before the tables, so that they hold at least what it says.
        var note = outside.Of(tenant);
        var (logs, found) = (new List<(AuditedLog, string?)>(), new List<LogDifference>());
        var tables = await Tables(tenant, database, cancellationToken);
        var kept = note is null ? null : Signed(tenant, note, "outside the database", found);
        if (kept is not null && tables.TrueForAll(table => table.Origin != kept.Origin))
            found.Add(new(DifferenceKind.Shrunk, $"{kept.Size} entries were signed, but the database holds no such log.", kept.Origin, 0));
        foreach (var table in tables)
        {
            var last = table.Note is null ? null : Signed(tenant, table.Note, "in the database", found);
            var mine = kept?.Origin == table.Origin ? kept : null;

            // The sealer writes a checkpoint outside first; the tables have its leaves before, but may show the checkpoint itself a moment later.
            var head = last is null || (mine?.Size > last.Size && table.Leaves >= mine.Size) ? mine : last;
            if (head is null) continue;
            List<KeptCheckpoint> others = [];
            if (mine is not null && mine != head) others.Add(new("kept outside the database", mine));
            if (last is not null && last != head) others.Add(new("in the database", last));
            logs.Add((new(head, new LogTiles(table.Id, Rows(database)), Entries(table.Id, database), others), table.Held));
        }

        return (logs, found);
    }

    private Checkpoint? Signed(string tenant, string note, string where, List<LogDifference> found)
    {
        var origin = "";
        try
        {
            var signed = SignedNote.Parse(Encoding.UTF8.GetBytes(note));
            origin = Checkpoint.Parse(signed.Text).Origin;
            var keys = Enumerable.Range(1, int.MaxValue).TakeWhile(number => signers.Has(tenant, number)).Select(number => signers.Signer(tenant, origin, number).Key);
            return Checkpoint.Open(signed.ToBytes(), keys);
        }
        catch (Exception e) when (e is FormatException or VerificationException)
        {
            found.Add(new(DifferenceKind.Signature, $"The last checkpoint {where} is not one that was signed here: {e.Message}", origin));
            return null;
        }
    }

    private static async Task<List<LogInTable>> Tables(string tenant, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            select l.log_id, l.origin, l.held, (select c.note from {LogSchema.Name}.checkpoint c where c.log_id = l.log_id order by c.size desc limit 1),
              (select coalesce(max(f.idx) + 1, 0) from {LogSchema.Name}.leaf f where f.log_id = l.log_id)
            from {LogSchema.Name}.log l where l.tenant_id = $1 order by l.generation
            """);
        command.Parameters.Add(Parameter.Of(tenant));
        await using var r = await command.ExecuteReaderAsync(cancellationToken);
        var tables = new List<LogInTable>();
        while (await r.ReadAsync(cancellationToken)) tables.Add(new(r.GetInt32(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), r.GetInt64(4)));
        return tables;
    }

    private static ReadEntries Entries(int log, NpgsqlDataSource database) => async (from, count, cancellationToken) =>
    {
        var entries = new ReadOnlyMemory<byte>?[count];
        var read = Rows(database);
        foreach (var (index, entry) in await read(
            $"select idx, entry from {LogSchema.Name}.leaf where log_id = $1 and idx >= $2 and idx < $3", cancellationToken, Parameter.Of(log), Parameter.Of(from), Parameter.Of(from + count)))
            entries[index - from] = entry;
        return entries;
    };

    private static LogRows Rows(NpgsqlDataSource database) => async (sql, cancellationToken, parameters) =>
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = DaemonRows.On(connection);
        return await rows(sql, cancellationToken, parameters);
    };
}
