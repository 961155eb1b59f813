namespace Lineage.Merkle;

/// <summary>A log that is audited, with the places its parts come from.</summary>
/// <param name="Head">The checkpoint that it is audited against; a trusted key signed it.</param>
/// <param name="Tiles">Where the tiles are; one that is missing is told by <see cref="LogDamagedException"/>.</param>
/// <param name="Entries">Reads entries; null for one that is not there.</param>
/// <param name="Kept">Checkpoints of this log that somebody kept; each must be a beginning of the head.</param>
/// <param name="Seen">Told of every leaf in order, may be null.</param>
public sealed record AuditedLog(Checkpoint Head, ITileSource Tiles, ReadEntries Entries, IReadOnlyList<KeptCheckpoint> Kept, Action<AuditedLeaf>? Seen = null);

/// <summary>A checkpoint that somebody kept.</summary>
/// <param name="Where">Who kept it, as the beginning of a sentence goes on: "the checkpoint WHERE".</param>
/// <param name="Checkpoint">What it says.</param>
public sealed record KeptCheckpoint(string Where, Checkpoint Checkpoint);

/// <summary>Reads the entries of a log from an index on.</summary>
/// <returns>As many as were asked for; null in the place of one that is missing.</returns>
public delegate Task<IReadOnlyList<ReadOnlyMemory<byte>?>> ReadEntries(long from, int count, CancellationToken cancellationToken);

/// <summary>Reads rows of the record in the order of their sequence numbers, after one of them.</summary>
/// <param name="after">The last number that was read.</param>
/// <param name="take">Takes each row.</param>
/// <param name="cancellationToken">Ends the reading early.</param>
/// <returns>The last number that was read, and whether there may be more.</returns>
public delegate Task<(long Last, bool More)> ReadRows(long after, Action<CheckedRow> take, CancellationToken cancellationToken);

/// <summary>A leaf as the audit passes it.</summary>
/// <param name="Index">Its place.</param>
/// <param name="Entry">The bytes of the entry; null when it is missing.</param>
/// <param name="FromEntry">The hash of the entry; null when it is missing.</param>
/// <param name="FromTree">The hash that the tree has for it; null when the tile is missing.</param>
/// <param name="Event">The entry as that of an event; null when it is anything else.</param>
public sealed record AuditedLeaf(long Index, ReadOnlyMemory<byte>? Entry, MerkleHash? FromEntry, MerkleHash? FromTree, LeafEntry? Event);

/// <summary>How far an audit has come.</summary>
/// <param name="Log">Origin of the log that is read.</param>
/// <param name="Entries">Entries read so far, of all logs.</param>
/// <param name="Of">Entries of all logs that were begun.</param>
/// <param name="Rows">Rows read so far.</param>
public sealed record AuditProgress(string Log, long Entries, long Of, long Rows);

/// <summary>What an audit counted.</summary>
/// <param name="Entries">Entries of all logs.</param>
/// <param name="Rows">Rows that were held against them.</param>
/// <param name="Erased">Rows whose payload was erased with its salts, as the law may ask; their entries still stand.</param>
/// <param name="Late">Entries that the sealer had passed at first and found by its sweep.</param>
/// <param name="Newer">Rows that are too new to have an entry under the checkpoint.</param>
public sealed record AuditCounts(long Entries = 0, long Rows = 0, long Erased = 0, long Late = 0, long Newer = 0);
