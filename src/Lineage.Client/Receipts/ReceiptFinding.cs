namespace Lineage.Client;

/// <summary>What became of the promise in a receipt.</summary>
public enum ReceiptState
{
    /// <summary>It is signed by the log; whether the event is in the log was not asked.</summary>
    Genuine,

    /// <summary>The event is in the log, and the proof was verified.</summary>
    Sealed,

    /// <summary>The event is not in the log yet, and need not be.</summary>
    NotYetDue,

    /// <summary>The log acknowledged the event and does not hold it although it is due: the receipt is the evidence.</summary>
    NeverSealed,

    /// <summary>The receipt proves nothing: it is not signed by a trusted key, or was altered.</summary>
    Invalid,
}

/// <summary>The judgement on one receipt.</summary>
/// <param name="EventId">The event.</param>
/// <param name="State">What became of the promise.</param>
/// <param name="Words">The same as a sentence, with the reason.</param>
/// <param name="Due">When the event had to be in the log at the latest; null for a receipt that is invalid.</param>
/// <param name="Log">Origin of the log that promised.</param>
/// <param name="Index">The event's place in the log, when it is there.</param>
/// <param name="Note">The signed note, which others can check.</param>
public sealed record ReceiptFinding(Guid EventId, ReceiptState State, string Words, DateTimeOffset? Due = null, string? Log = null, long? Index = null, string? Note = null)
{
    /// <summary>The server has something to explain, or the receipt is worthless.</summary>
    public bool IsBad => State is ReceiptState.NeverSealed or ReceiptState.Invalid;
}
