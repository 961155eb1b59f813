using Lineage.Merkle;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Reading;

/// <summary>Rows of a key and bytes, by whoever may read them.</summary>
internal delegate Task<List<(long Key, byte[] Bytes)>> LogRows(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters);

/// <summary>The tiles and entry bundles of one log, out of its tables. A tile of the right edge is given in the width asked for.</summary>
internal sealed class LogTiles(int log, LogRows rows) : ITileSource
{
    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> Read(IReadOnlyList<TileId> tiles, CancellationToken cancellationToken)
    {
        var read = new ReadOnlyMemory<byte>[tiles.Count];
        await Hashes(tiles, read, cancellationToken);
        for (var i = 0; i < tiles.Count; i++)
            if (tiles[i].Level < 0) read[i] = await Bundle(tiles[i], cancellationToken);
        return read;
    }

    private async Task Hashes(IReadOnlyList<TileId> tiles, ReadOnlyMemory<byte>[] read, CancellationToken cancellationToken)
    {
        var wanted = Enumerable.Range(0, tiles.Count).Where(i => tiles[i].Level >= 0).ToArray();
        if (wanted.Length == 0) return;
        var found = await rows(
            $"""
            select k.ord, t.hashes from unnest($2::int[], $3::bigint[]) with ordinality k (level, n, ord)
            join {LogSchema.Name}.tile t on t.log_id = $1 and t.level = k.level and t.n = k.n
            """,
            cancellationToken, Parameter.Of(log), Parameter.Of(wanted.Select(i => tiles[i].Level).ToArray()), Parameter.Of(wanted.Select(i => tiles[i].Index).ToArray()));
        foreach (var (ordinal, hashes) in found)
            if (tiles[wanted[ordinal - 1]] is var tile && hashes.Length >= tile.Width * MerkleHash.Length)
                read[wanted[ordinal - 1]] = hashes.AsMemory(0, tile.Width * MerkleHash.Length);
        foreach (var i in wanted)
            if (read[i].IsEmpty) throw new LogDamagedException($"{tiles[i].Path} is missing or cut short.");
    }

    private async Task<ReadOnlyMemory<byte>> Bundle(TileId tile, CancellationToken cancellationToken)
    {
        var first = tile.Index * TileId.Full;
        var entries = await rows(
            $"select idx, entry from {LogSchema.Name}.leaf where log_id = $1 and idx >= $2 and idx < $3 order by idx", cancellationToken,
            Parameter.Of(log), Parameter.Of(first), Parameter.Of(first + tile.Width));
        if (entries.Count != tile.Width) throw new LogDamagedException($"{tile.Path} has {entries.Count} entries, not {tile.Width}.");
        var output = new System.Buffers.ArrayBufferWriter<byte>(entries.Sum(e => e.Bytes.Length + 2));
        foreach (var (_, entry) in entries) EntryBundle.Append(output, entry);
        return output.WrittenMemory;
    }
}
