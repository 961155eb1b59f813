using Lineage.Merkle;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Checking;

/// <summary>
/// Recomputes a tenant's record from the rows up: row, commitments, row MAC, entry, leaf, tiles, root, signature; and looks for entries
/// without a row and rows without an entry. Reads as the daemon, page by page, and never holds a transaction between pages.
/// </summary>
internal sealed class RecordCheck(DatabaseConnections connections, CheckedLogs checkedLogs, RecordKeys keys, TimeProvider time) : IAsyncDisposable
{
    private const int RowsOfPage = 500;
    private readonly NpgsqlDataSource _database = new NpgsqlDataSourceBuilder(connections.Daemon).Build();

    /// <summary>Tenants that have a log, or rows that were refused.</summary>
    public async Task<IReadOnlyList<string>> Tenants(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand($"select tenant_id from {LogSchema.Name}.log union select tenant_id from {LogSchema.Name}.unsealed order by 1");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tenants = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) tenants.Add(reader.GetString(0));
        return tenants;
    }

    /// <summary>A full pass.</summary>
    /// <param name="afterPage">Called after each page; a pass beside other work rests in it.</param>
    public async Task<LogCheckResult> Run(string tenant, Func<AuditProgress, CancellationToken, Task>? afterPage, CancellationToken cancellationToken)
    {
        var (started, mark) = (time.GetUtcNow(), await Mark(tenant, cancellationToken));
        var (logs, found) = await checkedLogs.Of(tenant, _database, cancellationToken);
        var audit = new RecordAudit(tenant, Rows(tenant)) { AfterPage = afterPage };
        foreach (var difference in found) audit.Differences.Add(0, difference);
        foreach (var (log, held) in logs)
        {
            await audit.Log(log, cancellationToken);
            if (held is not null) audit.Differences.Add(0, new(DifferenceKind.Held, $"Nothing is added to this log until somebody has looked: {held}", log.Head.Origin));
        }

        await audit.Finish(mark, cancellationToken);
        var differences = audit.Differences;
        return new(started, time.GetUtcNow(), [.. logs.Select(log => new CheckedLog(log.Log.Head.Origin, log.Log.Head.Size))], audit.Counts, differences.Count, differences.FirstEvent?.EventId, differences.First);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<long> Mark(string tenant, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(SealedMark.Query);
        command.Parameters.Add(Parameter.Of(tenant));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return SealedMark.Read(reader).Mark;
    }

    // Each row is looked at and let go while the page is read: a payload may have 32 MiB.
    private ReadRows Rows(string tenant) => async (after, take, cancellationToken) =>
    {
        await using var command = _database.CreateCommand(AuditableRow.Query);
        foreach (var parameter in new[] { Parameter.Of(tenant), Parameter.Of(after), Parameter.Of(RowsOfPage) }) command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (last, count) = (after, 0);
        for (; await reader.ReadAsync(cancellationToken); count++)
        {
            var row = AuditableRow.Read(reader).Check(keys);
            take(row);
            last = row.Row.Sequence;
        }

        return (last, count == RowsOfPage);
    };
}
