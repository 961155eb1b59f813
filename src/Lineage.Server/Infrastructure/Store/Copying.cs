using Npgsql;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>Writes the rows of a read model by PostgreSQL's binary COPY, the fastest way in.</summary>
internal static class Copying
{
    /// <summary>What is sent at once; with the longest row all that is held in memory.</summary>
    private const int Chunk = 64 * 1024;

    /// <param name="columns">The columns in the order in which <paramref name="write"/> writes them, after tenant_id, seq and valid_at.</param>
    /// <param name="write">Writes the rows of one event, of which there may be none.</param>
    public static async Task Rows(
        NpgsqlConnection connection, string table, string columns, IReadOnlyList<Observed> page, Action<CopyRows, Observed> write, CancellationToken cancellationToken)
    {
        var rows = new CopyRows(columns.Count(c => c == ',') + 4, Chunk * 2);
        NpgsqlRawCopyStream? copy = null;
        try
        {
            foreach (var e in page)
            {
                write(rows, e);
                if (rows.Written.Length < Chunk) continue;
                copy ??= await Begin();
                await copy.WriteAsync(rows.Written, cancellationToken);
                rows.Clear();
            }

            if (copy is null && rows.Written.IsEmpty) return;
            copy ??= await Begin();
            rows.End();
            await copy.WriteAsync(rows.Written, cancellationToken);
        }
        catch when (copy is not null)
        {
            // Else disposing it would tell PostgreSQL that this was all.
            await copy.CancelAsync();
            throw;
        }
        finally
        {
            if (copy is not null) await copy.DisposeAsync();
        }

        async Task<NpgsqlRawCopyStream> Begin()
        {
            var begun = await connection.BeginRawBinaryCopyAsync($"copy {StoreSchema.Read}.{table} (tenant_id, seq, valid_at, {columns}) from stdin (format binary)", cancellationToken);
            await begun.WriteAsync(CopyRows.Header, cancellationToken);
            return begun;
        }
    }
}
