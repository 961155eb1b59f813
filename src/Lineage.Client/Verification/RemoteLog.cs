using System.Text;
using Lineage.Contracts;
using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>One log of a tenant, read over HTTP; what it gives is not believed before it is verified.</summary>
internal sealed class RemoteLog(LineageClient client, string tenant, string prefix) : ITileSource
{
    private const int AtOnce = 8;
    private const int RowsOfPage = 1000;

    /// <summary>The signed checkpoint; null when nothing is sealed.</summary>
    public async Task<string?> Checkpoint(CancellationToken ct) => await client.GetLogFileAsync(tenant, prefix + "checkpoint", ct).ConfigureAwait(false) is { } note ? Encoding.UTF8.GetString(note) : null;

    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> Read(IReadOnlyList<TileId> tiles, CancellationToken cancellationToken)
    {
        var read = await Files(tiles, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < tiles.Count; i++)
            if (read[i] is null) throw new LogDamagedException(tiles[i], "is missing.");
        return [.. read.Select(bytes => (ReadOnlyMemory<byte>)bytes!)];
    }

    /// <summary>Entries of a log of that size, bundle by bundle; those of a bundle that is missing or malformed are null.</summary>
    public ReadEntries Entries(long size) => async (from, count, ct) =>
    {
        TileId[] bundles = [.. Enumerable.Range(0, (count + TileId.Full - 1) / TileId.Full).Select(i => Bundle(from + (i * TileId.Full), size))];
        var read = await Files(bundles, ct).ConfigureAwait(false);
        return [.. bundles.SelectMany((bundle, i) => Split(read[i], bundle.Width))];
    };

    /// <summary>Rows of the record, each with what is wrong with it by itself.</summary>
    public static ReadRows Rows(LineageClient client) => async (after, take, ct) =>
    {
        var (_, end) = await client.GetLogRowsAsync(after, RowsOfPage, row => take(Check(row)), ct).ConfigureAwait(false);
        return (end.Last, end.More);
    };

    public static CheckedRow Check(LogRow row) => CheckedRow.Of(
        new(row.EventId, row.Tenant, row.Stream, row.Version, row.Type, row.Sequence, row.RecordedAt, row.Actor, row.Commit, row.Core), row.Body, row.Salt, row.CoreBody, row.CoreSalt, row.Refused, row.Index);

    private async Task<byte[]?[]> Files(IReadOnlyList<TileId> tiles, CancellationToken ct)
    {
        var read = new byte[]?[tiles.Count];
        await Parallel.ForAsync(0, tiles.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) =>
            read[i] = await client.GetLogFileAsync(tenant, prefix + tiles[i].Path, stop).ConfigureAwait(false)).ConfigureAwait(false);
        return read;
    }

    private static TileId Bundle(long first, long size) => new(TileId.Entries, first / TileId.Full, (int)Math.Min(TileId.Full, size - first));

    private static IEnumerable<ReadOnlyMemory<byte>?> Split(byte[]? bundle, int width)
    {
        try
        {
            var entries = bundle is null ? [] : EntryBundle.Read(bundle);
            return entries.Count == width ? entries.Select(entry => (ReadOnlyMemory<byte>?)entry) : Enumerable.Repeat<ReadOnlyMemory<byte>?>(null, width);
        }
        catch (FormatException)
        {
            return Enumerable.Repeat<ReadOnlyMemory<byte>?>(null, width);
        }
    }
}
