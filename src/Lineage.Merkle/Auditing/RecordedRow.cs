namespace Lineage.Merkle;

/// <summary>What the row of an event says, as far as its entry in the log stands for it.</summary>
/// <param name="EventId">The event's identity.</param>
/// <param name="Tenant">The tenant whose event it is.</param>
/// <param name="Stream">The stream of the thing it is about.</param>
/// <param name="Version">Its place in that stream.</param>
/// <param name="Type">Its name in the store.</param>
/// <param name="Sequence">Its place in the record.</param>
/// <param name="RecordedAt">When it was taken.</param>
/// <param name="Actor">Random id that stands for who sent it.</param>
/// <param name="Commit">Base64 of the commitment to the stored bytes.</param>
/// <param name="Core">Base64 of the commitment to the core facts, for an observation.</param>
public sealed record RecordedRow(Guid EventId, string Tenant, Guid Stream, long Version, string Type, long Sequence, DateTimeOffset RecordedAt, string Actor, string Commit, string? Core)
{
    /// <summary>The entry that stands for this row in a log.</summary>
    public LeafEntry Entry(string log, bool late = false) => new(log, Tenant, EventId, Sequence, Stream, Version, Type, RecordedAt, Actor, Commit, Core, late);

    /// <summary>What of the row is not as the entry says, in words.</summary>
    public IEnumerable<string> OtherThan(LeafEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (EventId != entry.EventId) yield return "event id";
        if (Tenant != entry.Tenant) yield return "tenant";
        if (Sequence != entry.Sequence) yield return "sequence number";
        if (Stream != entry.Stream) yield return "stream";
        if (Version != entry.Version) yield return "version";
        if (Type != entry.Type) yield return "type";
        if (RecordedAt != entry.RecordedAt) yield return "recorded time";
        if (Actor != entry.Actor) yield return "actor";
        if (Commit != entry.Commit) yield return "commitment";
        if (Core != entry.Core) yield return "commitment to the core facts";
    }
}

/// <summary>A row whose own content was looked at: whether it opens what it is committed to.</summary>
/// <param name="Row">The row.</param>
/// <param name="Erased">The payload and its salts are gone, as an erasure leaves them; nothing is left to open.</param>
/// <param name="Faults">What is wrong with the row by itself, as kind and words.</param>
/// <param name="Refused">Why the sealer refused it, if it did.</param>
/// <param name="Claimed">Where its keeper says that its entry is.</param>
public sealed record CheckedRow(RecordedRow Row, bool Erased, IReadOnlyList<(string Kind, string Words)> Faults, string? Refused, long? Claimed)
{
    /// <summary>Looks at a row with its payload and salts.</summary>
    /// <param name="row">The row.</param>
    /// <param name="body">The stored bytes; empty when they are gone.</param>
    /// <param name="salt">Base64 of the salt of the stored bytes.</param>
    /// <param name="core">The core facts in canonical JSON, made anew from the stored bytes; null when there are none.</param>
    /// <param name="coreSalt">Base64 of the salt of the core facts.</param>
    /// <param name="refused">Why the sealer refused the row, if it did.</param>
    /// <param name="claimed">Where its keeper says that its entry is, if it says so.</param>
    /// <param name="more">Further faults that only its keeper can see.</param>
    public static CheckedRow Of(
        RecordedRow row, ReadOnlySpan<byte> body, string? salt, byte[]? core, string? coreSalt, string? refused = null, long? claimed = null, IEnumerable<(string Kind, string Words)>? more = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        var faults = new List<(string, string)>(more ?? []);
        var erased = body.IsEmpty && salt is null && coreSalt is null;
        if (body.IsEmpty && !erased) faults.Add((DifferenceKind.Payload, "its payload is gone but a salt is not, which no erasure leaves behind"));
        if (!body.IsEmpty && !new Commitment(row.Commit, salt ?? "").Opens(body)) faults.Add((DifferenceKind.Payload, "its payload does not open its commitment"));
        if (!body.IsEmpty && row.Core is { } committed && (core is null || !new Commitment(committed, coreSalt ?? "").Opens(core)))
            faults.Add((DifferenceKind.Payload, "the core facts in its payload do not open their commitment"));
        return new(row, erased, faults, refused, claimed);
    }
}
