using Lineage.Contracts.Packs;
using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>An event that a pack gives evidence of.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Index">The index of its entry.</param>
/// <param name="Leaf">Its entry.</param>
/// <param name="Core">Its core facts, opened and checked against the entry.</param>
/// <param name="Payload">Its bytes, opened and checked against the entry.</param>
/// <param name="Fault">Why it proves nothing; null when its entry is in the log and its openings are true.</param>
internal sealed record PackEvent(string Id, long Index, LeafEntry? Leaf, OpenedCore? Core, ReadOnlyMemory<byte>? Payload, string? Fault)
{
    /// <summary>The event of an opening, judged by its entry.</summary>
    /// <param name="fault">What is wrong with the entry itself.</param>
    public static PackEvent Of(PackOpening opening, byte[]? entry, string? fault)
    {
        var leaf = entry is null ? null : LeafEntry.TryParse(entry);
        if ((fault ?? (leaf is null ? $"entry {opening.Index} is missing or is not that of an event" : leaf.EventId.ToString("D") != opening.EventId ? $"entry {opening.Index} is that of event {leaf.EventId}" : null)) is { } broken)
            return new(opening.EventId, opening.Index, leaf, null, null, broken);
        try
        {
            return new(opening.EventId, opening.Index, leaf, opening.Core is { } core ? OpenedCore.Parse(Open(core, leaf!.Core, "core facts")) : null, opening.Payload is { } payload ? Open(payload, leaf!.Commit, "payload") : (ReadOnlyMemory<byte>?)null, null);
        }
        catch (FormatException e)
        {
            return new(opening.EventId, opening.Index, leaf, null, null, e.Message);
        }
    }

    private static byte[] Open(OpenedBytes opened, string? commitment, string what)
    {
        var bytes = Convert.FromBase64String(opened.Bytes ?? "");
        return commitment is not null && new Commitment(commitment, opened.Salt ?? "").Opens(bytes) ? bytes : throw new FormatException($"the opened {what} are not those that its entry commits to");
    }
}
