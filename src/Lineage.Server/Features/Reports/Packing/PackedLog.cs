using System.Text;
using Lineage.Contracts.Packs;
using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Reading;

namespace Lineage.Server.Features.Reports.Packing;

/// <summary>Lays out the evidence of one log at one size as a static log (C2SP tlog-tiles), with the entries wanted and their proofs.</summary>
internal sealed class PackedLog(LogReader log)
{
    /// <summary>Up to this size a pack holds the whole log, so that a foreign tool can check all of it.</summary>
    public const long Whole = 65_536;

    private const int Chunk = 128;

    /// <param name="folder">Where it stands in the pack.</param>
    /// <param name="indexes">The entries that the report rests on.</param>
    /// <param name="whole">Size up to which all tiles and entries go into the pack.</param>
    public async Task<Dictionary<string, byte[]>> Files(LogHead head, string folder, IReadOnlyCollection<long> indexes, long whole, CancellationToken cancellationToken)
    {
        var size = head.Checkpoint.Size;
        var note = Encoding.UTF8.GetBytes(head.Note);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [folder + PackLayout.Checkpoint] = note,
            [folder + PackLayout.Keys] = Encoding.UTF8.GetBytes(string.Concat(SignedNote.Parse(note).VerifiedBy(await log.Keys(head.Tenant, head, cancellationToken)).Select(key => $"{key}\n"))),
        };
        var tiles = size <= whole ? [.. TileId.OfTree(size), .. TileId.EntryBundlesOf(size)] : Needed(indexes, size);
        var source = log.Tiles(head.Tenant, head.Id);
        foreach (var chunk in tiles.Chunk(Chunk))
        {
            var read = await source.Read(chunk, cancellationToken);
            for (var i = 0; i < chunk.Length; i++) files[folder + chunk[i].Path] = read[i].ToArray();
        }

        await Entries(head, folder, indexes, files, cancellationToken);
        return files;
    }

    private static async Task Entries(LogHead head, string folder, IEnumerable<long> indexes, Dictionary<string, byte[]> files, CancellationToken cancellationToken)
    {
        var size = head.Checkpoint.Size;
        var tree = new TiledTree(size, new TileFiles(path => files.TryGetValue(folder + path, out var bytes) ? bytes : null));
        foreach (var bundle in indexes.GroupBy(index => index / TileId.Full))
        {
            var entries = EntryBundle.Read(files[folder + Bundle(bundle.Key, size).Path]);
            foreach (var index in bundle)
            {
                files[folder + PackLayout.Entry(index)] = entries[(int)(index % TileId.Full)].ToArray();
                files[folder + PackLayout.Proof(index)] = Encoding.UTF8.GetBytes(new TlogProof(index, await tree.Inclusion(index, cancellationToken), null, head.Note).ToString());
            }
        }
    }

    private static IReadOnlyList<TileId> Needed(IReadOnlyCollection<long> indexes, long size) =>
    [
        .. indexes.SelectMany(index => TiledTree.TilesForInclusion(index, size)).Concat(TiledTree.TilesForRoot(size)).Distinct(),
        .. indexes.Select(index => Bundle(index / TileId.Full, size)).Distinct(),
    ];

    private static TileId Bundle(long index, long size) => new(TileId.Entries, index, (int)Math.Min(TileId.Full, size - (index * TileId.Full)));
}
