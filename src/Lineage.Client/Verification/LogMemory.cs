using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>Holds a log, leaf by leaf, against what the notebook remembers of it, and learns what is new.</summary>
internal sealed class LogMemory : IDisposable
{
    private const int LastIds = TileId.Full;
    private readonly FileStream? _leaves;
    private readonly Queue<Guid> _ids = new(LastIds + 1);
    private readonly byte[] _hash = new byte[MerkleHash.Length];
    private long _seen;

    public LogMemory(LogNotebook? notebook, string origin)
    {
        Before = notebook?.Of(origin);
        _leaves = notebook?.Leaves(origin);

        // A run that broke off may have left hashes that no checkpoint stands behind.
        if (_leaves is not null && _leaves.Length > Known) _leaves.SetLength(Known);
        if (_leaves is not null && _leaves.Length < Known) throw new IOException($"The notebook's file {_leaves.Name} is cut short.");
    }

    /// <summary>What is remembered; null when the log is seen for the first time.</summary>
    public Remembered? Before { get; }

    /// <summary>The first leaf that is not what it was.</summary>
    public AuditedLeaf? Changed { get; private set; }

    private long Known => (Before?.Size ?? 0) * MerkleHash.Length;

    public void See(AuditedLeaf leaf)
    {
        _seen = leaf.Index + 1;
        _ids.Enqueue(leaf.Event?.EventId ?? Guid.Empty);
        if (_ids.Count > LastIds) _ids.Dequeue();
        if (_leaves is null) return;
        if (leaf.Index >= (Before?.Size ?? 0))
        {
            (leaf.FromTree ?? leaf.FromEntry ?? Rfc6962.EmptyRoot).CopyTo(_hash);
            _leaves.Write(_hash);
            return;
        }

        _leaves.ReadExactly(_hash);
        var was = new MerkleHash(_hash);
        if (leaf.FromEntry != was && leaf.FromTree != was && (leaf.FromEntry ?? leaf.FromTree) is not null) Changed ??= leaf;
    }

    /// <summary>Keeps what was learnt.</summary>
    public Remembered Learnt(string checkpoint, DateTimeOffset now)
    {
        _leaves?.Flush(flushToDisk: true);
        return new(checkpoint, _seen, now, _seen - _ids.Count, [.. _ids]);
    }

    /// <summary>Lets go of what was learnt.</summary>
    public void Forget() => _leaves?.SetLength(Known);

    public void Dispose() => _leaves?.Dispose();
}
