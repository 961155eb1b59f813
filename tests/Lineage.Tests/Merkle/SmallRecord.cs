using System.Text;
using Lineage.Merkle;

namespace Lineage.Tests.Merkle;

/// <summary>A record of rows with the log that was sealed over it, all in memory, for a test to tamper with.</summary>
internal sealed class SmallRecord : ITileSource
{
    public const string Tenant = "t";
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public List<byte[]?> Entries { get; } = [];

    public List<Stored> Rows { get; } = [];

    public Dictionary<TileId, byte[]> Tiles { get; } = [];

    public Checkpoint Head { get; private set; } = null!;

    /// <summary>A row with its payload and salts.</summary>
    public sealed record Stored(RecordedRow Row, byte[] Body, string? Salt, string? Refused = null);

    public static SmallRecord Of(int size, string origin = Keys.Origin, params byte[][] before)
    {
        var record = new SmallRecord();
        record.Entries.AddRange(before);
        for (var i = 0; i < size; i++)
        {
            var row = Row(i);
            record.Rows.Add(row);
            record.Entries.Add(row.Row.Entry(origin).ToBytes());
        }

        record.Seal(origin);
        return record;
    }

    /// <summary>Every second number is a hole, as transactions that were rolled back leave them.</summary>
    public static Stored Row(int i)
    {
        var body = Encoding.UTF8.GetBytes($"{{\"n\":{i}}}");
        var commitment = Commitment.To(body);
        return new(new(Id(i), Tenant, Id(i / 3), i % 3, "run_observed", 2 * (i + 1), s_start.AddSeconds(i), "a", commitment.Value, null), body, commitment.Salt);
    }

    public static Guid Id(int i) => new(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i)).AsSpan(0, 16));

    /// <summary>Builds tiles and checkpoint anew over the present entries.</summary>
    public void Seal(string origin)
    {
        var tree = new TreeAppender();
        foreach (var entry in Entries) tree.Append(Rfc6962.LeafHash(entry));
        Tiles.Clear();
        foreach (var (tile, bytes) in tree.Changed()) Tiles[tile] = bytes;
        Head = new(origin, tree.Size, tree.Root());
    }

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> Read(IReadOnlyList<TileId> tiles, CancellationToken cancellationToken) =>
        new([.. tiles.Select(tile => (ReadOnlyMemory<byte>)(Tiles.TryGetValue(tile, out var bytes) ? bytes : throw new LogDamagedException(tile, "is missing.")))]);

    public AuditedLog Log(params KeptCheckpoint[] kept) => new(
        Head, this, (from, count, _) => Task.FromResult<IReadOnlyList<ReadOnlyMemory<byte>?>>([.. Entries.Skip((int)from).Take(count).Select(entry => entry is null ? (ReadOnlyMemory<byte>?)null : entry)]), kept);

    /// <summary>Audits the record with this log and those before it.</summary>
    public async Task<RecordAudit> Audit(bool withRows = true, KeptCheckpoint[]? kept = null, params SmallRecord[] before)
    {
        var audit = new RecordAudit(Tenant, withRows ? Page : null);
        foreach (var log in before) await audit.Log(log.Log(), default);
        await audit.Log(Log(kept ?? []), default);
        await audit.Finish(Rows.Count == 0 ? 0 : Rows.Max(row => row.Row.Sequence), default);
        return audit;
    }

    private Task<(long, bool)> Page(long after, Action<CheckedRow> take, CancellationToken cancellationToken)
    {
        var page = Rows.Where(row => row.Row.Sequence > after).OrderBy(row => row.Row.Sequence).Take(100).ToList();
        foreach (var row in page) take(CheckedRow.Of(row.Row, row.Body, row.Salt, null, null, row.Refused));
        return Task.FromResult((page.Count == 0 ? after : page[^1].Row.Sequence, page.Count == 100));
    }
}
