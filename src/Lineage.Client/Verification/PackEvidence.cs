using System.Text;
using Lineage.Contracts.Packs;
using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>One log in a pack: its signed checkpoint, tiles, entries and proofs, each checked against the root.</summary>
internal sealed class PackEvidence(IReadOnlyDictionary<string, byte[]> files, string folder, PackTrust trust)
{
    private readonly Dictionary<long, string> _faults = [];
    private readonly List<PackCheck> _checks = [];
    private bool _entriesHold;

    public IReadOnlyList<PackCheck> Checks => _checks;

    /// <summary>What the log's signed checkpoint states; null when no key signed it.</summary>
    public Checkpoint? Checkpoint { get; private set; }

    /// <summary>The keys that signed it.</summary>
    public IReadOnlyList<VerifierKey> Keys { get; private set; } = [];

    /// <summary>The log's tiles.</summary>
    public TileFiles Tiles { get; } = new(path => files.TryGetValue(folder + path, out var bytes) ? bytes : null);

    public byte[]? Entry(long index) => files.GetValueOrDefault(folder + PackLayout.Entry(index));

    /// <summary>Why the entry proves nothing; null when it is in the log.</summary>
    public string? Fault(long index) => Checkpoint is null ? "no trusted key signed the checkpoint of its log" : _faults.GetValueOrDefault(index);

    /// <summary>The first entry of the log, where the pack holds it.</summary>
    public ReadOnlyMemory<byte>? First()
    {
        if (Checkpoint is not { Size: > 0 and var size }) return null;
        var bundle = new TileId(TileId.Entries, 0, (int)Math.Min(size, TileId.Full));
        return !_entriesHold || !files.TryGetValue(folder + bundle.Path, out var bytes) ? null : EntryBundle.Read(bytes)[0];
    }

    public async Task Check(CancellationToken cancellationToken)
    {
        if (!Signed()) return;
        await Tree(cancellationToken);
        Proofs();
    }

    private bool Signed()
    {
        const string What = "checkpoint";
        try
        {
            var note = files.GetValueOrDefault(folder + PackLayout.Checkpoint) ?? throw new FormatException($"{folder}{PackLayout.Checkpoint} is missing.");
            VerifierKey[] packed = [.. Encoding.UTF8.GetString(files.GetValueOrDefault(folder + PackLayout.Keys) ?? []).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(VerifierKey.Parse)];
            var origin = Merkle.Checkpoint.Parse(SignedNote.Parse(note).Text).Origin;
            VerifierKey[] pinned = [.. trust.Keys.Where(key => key.Name == origin)];
            if (trust.Keys.Count > 0 && pinned.Length == 0 && folder == PackLayout.Evidence) throw new VerificationException($"The checkpoint is of the log {origin}; none of the keys given is of that log.");
            Checkpoint = Merkle.Checkpoint.Open(note, pinned.Length > 0 ? pinned : packed);
            Keys = SignedNote.Parse(note).VerifiedBy(pinned.Length > 0 ? pinned : packed);
            _checks.Add(new(What, PackResult.Proved, $"{Checkpoint.Origin} signed {Checkpoint.Size} entries with {string.Join(" and ", Keys)}."));
            _checks.Add(pinned.Length > 0
                ? new("key", PackResult.Proved, "The key is one that you gave.")
                : new("key", PackResult.Recorded, "The key came with the pack. Compare it with one that you got elsewhere, or give that with --key."));
            return true;
        }
        catch (Exception e) when (e is FormatException or VerificationException)
        {
            _checks.Add(new(What, PackResult.Failed, e.Message));
            return false;
        }
    }

    private async Task Tree(CancellationToken cancellationToken)
    {
        var (size, wanted) = (Checkpoint!.Size, new HashSet<TileId>([.. TileId.OfTree(Checkpoint.Size), .. TileId.EntryBundlesOf(Checkpoint.Size)]));
        var strangers = files.Keys.Where(path => path.StartsWith(folder + "tile/", StringComparison.Ordinal) && !(TileId.TryParse(path[folder.Length..], out var tile) && wanted.Contains(tile))).ToList();
        if (strangers.Count > 0) _checks.Add(new("tiles", PackResult.Failed, $"{strangers[0]} is no tile of a log of {size} entries."));
        var whole = wanted.All(tile => files.ContainsKey(folder + tile.Path));
        try
        {
            if (whole) await new LogCheck(Checkpoint, Tiles).Run(cancellationToken);
            else if (await new TiledTree(size, Tiles).Root(cancellationToken) != Checkpoint.Root) throw new LogDamagedException("The tiles do not give the root that was signed.");
            _checks.Add(new("tree", PackResult.Proved, whole ? $"All {size} entries and every tile give the root that was signed." : "The tiles give the root that was signed. The pack holds the part of the log that the report needs."));
        }
        catch (LogDamagedException e)
        {
            _checks.Add(new("tree", PackResult.Failed, e.Message));
            if (e.Index is { } index) _faults[index] = $"entry {index} does not hash to its leaf";
        }

        if (!whole) await Bundles(wanted, cancellationToken);
        _entriesHold = _checks.TrueForAll(check => check.Result != PackResult.Failed);
    }

    /// <summary>Of a part of a log: each entry of each bundle is proven by the tiles.</summary>
    private async Task Bundles(IEnumerable<TileId> wanted, CancellationToken cancellationToken)
    {
        var tree = new TiledTree(Checkpoint!.Size, Tiles);
        foreach (var bundle in wanted.Where(tile => tile.Level == TileId.Entries && files.ContainsKey(folder + tile.Path)))
        {
            try
            {
                var entries = EntryBundle.Read(files[folder + bundle.Path]);
                for (var i = 0; i < Math.Max(entries.Count, bundle.Width); i++)
                {
                    var index = (bundle.Index * TileId.Full) + i;
                    if (i >= entries.Count || i >= bundle.Width || !InclusionProof.Verify(index, Checkpoint.Size, Rfc6962.LeafHash(entries[i].Span), await tree.Inclusion(index, cancellationToken), Checkpoint.Root))
                        throw new LogDamagedException(index, bundle);
                }
            }
            catch (Exception e) when (e is FormatException or LogDamagedException)
            {
                _checks.Add(new("entries", PackResult.Failed, e.Message));
                if ((e as LogDamagedException)?.Index is { } index) _faults[index] = e.Message;
            }
        }
    }

    private void Proofs()
    {
        var (begin, note, count) = (folder + "entries/", Encoding.UTF8.GetString(files[folder + PackLayout.Checkpoint]), 0);
        foreach (var (path, entry) in files.Where(f => f.Key.StartsWith(begin, StringComparison.Ordinal)))
        {
            if (!long.TryParse(path[begin.Length..].Replace(".json", "", StringComparison.Ordinal), out var index) || path != folder + PackLayout.Entry(index))
            {
                _checks.Add(new("proofs", PackResult.Failed, $"{path} is not named after the index of an entry."));
                continue;
            }

            try
            {
                var proof = TlogProof.Parse(Encoding.UTF8.GetString(files.GetValueOrDefault(folder + PackLayout.Proof(index)) ?? []));
                if (proof.Index != index || proof.CheckpointNote != note) throw new VerificationException($"The proof of entry {index} is for another entry or checkpoint.");
                proof.Verify(entry, Keys);
                count++;
            }
            catch (Exception e) when (e is FormatException or VerificationException)
            {
                _faults[index] = e.Message;
                _checks.Add(new("proofs", PackResult.Failed, $"Entry {index}{(LeafEntry.TryParse(entry) is { } leaf ? $" (event {leaf.EventId})" : "")}: {e.Message}"));
            }
        }

        _checks.Add(new("proofs", PackResult.Proved, $"{count} entries are proven to be in the log."));
    }
}
