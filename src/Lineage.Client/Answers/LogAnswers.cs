namespace Lineage.Client;

/// <summary>An event's entry in the log and the proof that it is there.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Origin">The log.</param>
/// <param name="Index">The event's place in it, from 0.</param>
/// <param name="Entry">Base64 of the entry's bytes.</param>
/// <param name="Proof">The proof as C2SP tlog-proof text.</param>
public sealed record InclusionAnswer(Guid EventId, string Origin, long Index, string Entry, string Proof);

/// <summary>The verifier keys of a log (C2SP signed-note, "Verifier keys").</summary>
/// <param name="Origin">The log.</param>
/// <param name="Key">The key that signs now.</param>
/// <param name="Earlier">Keys that signed before, newest first.</param>
public sealed record LogKeyAnswer(string Origin, string Key, IReadOnlyList<string>? Earlier)
{
    /// <summary>All keys, the present one first.</summary>
    public IEnumerable<string> All => [Key, .. Earlier ?? []];
}

/// <summary>The proof that the log of one size is the beginning of the log of another (RFC 6962 section 2.1.2).</summary>
/// <param name="Origin">The log.</param>
/// <param name="From">The smaller size.</param>
/// <param name="To">The larger size.</param>
/// <param name="Proof">Base64 of each hash.</param>
/// <param name="Checkpoint">The last signed checkpoint; its size is at least <paramref name="To"/>.</param>
public sealed record ConsistencyAnswer(string Origin, long From, long To, IReadOnlyList<string> Proof, string Checkpoint);
