namespace Lineage.Merkle;

/// <summary>One thing that is not as it was sealed.</summary>
/// <param name="Kind">What kind of difference, as <see cref="DifferenceKind"/> names them.</param>
/// <param name="Words">A sentence for people; it holds nothing of what the event says.</param>
/// <param name="Log">Origin of the log that shows it.</param>
/// <param name="Index">The place in that log, where there is one.</param>
/// <param name="EventId">The event, where one can be named.</param>
/// <param name="Sequence">Its place in the record, where known.</param>
public sealed record LogDifference(string Kind, string Words, string? Log = null, long? Index = null, Guid? EventId = null, long? Sequence = null);

/// <summary>Names of the kinds of <see cref="LogDifference"/>; programs rely on them.</summary>
public static class DifferenceKind
{
    /// <summary>The stored bytes, or the core facts in them, are not those that were committed to.</summary>
    public const string Payload = "payload";

    /// <summary>The row of an event says something else than its entry.</summary>
    public const string Row = "row";

    /// <summary>The row did not come through the gate: its MAC is not valid.</summary>
    public const string Mac = "mac";

    /// <summary>An entry whose row is not there any more.</summary>
    public const string RowMissing = "row-missing";

    /// <summary>A row that has no entry although it must have one, or was refused by the sealer.</summary>
    public const string RowInserted = "row-inserted";

    /// <summary>Two entries, or two rows, of one event.</summary>
    public const string Twice = "twice";

    /// <summary>Entries that are not in the order of the record.</summary>
    public const string Order = "order";

    /// <summary>An entry that is not the one that was sealed under its number.</summary>
    public const string Entry = "entry";

    /// <summary>An entry that is not there.</summary>
    public const string EntryMissing = "entry-missing";

    /// <summary>A tile of the tree that is missing or was altered.</summary>
    public const string Tile = "tile";

    /// <summary>The entries do not give the root that was signed.</summary>
    public const string Root = "root";

    /// <summary>A checkpoint that no trusted key signed.</summary>
    public const string Signature = "signature";

    /// <summary>Another key signs than the one that is trusted.</summary>
    public const string Key = "key";

    /// <summary>The log is shorter than it was.</summary>
    public const string Shrunk = "shrunk";

    /// <summary>The log is not the continuation of what it was.</summary>
    public const string Forked = "forked";

    /// <summary>The server holds the log: nothing is added to it until somebody has looked.</summary>
    public const string Held = "held";
}
