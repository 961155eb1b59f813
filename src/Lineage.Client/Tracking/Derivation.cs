namespace Lineage.Client;

/// <summary>How the value of a field comes from another (OpenLineage column lineage: type, subtype, masking).</summary>
/// <param name="Type"><c>DIRECT</c> when the value travels, <c>INDIRECT</c> when it only decides about rows.</param>
/// <param name="Subtype"><c>IDENTITY</c>, <c>TRANSFORMATION</c>, <c>AGGREGATION</c>; or <c>JOIN</c>, <c>GROUP_BY</c>, <c>FILTER</c>, <c>SORT</c>, <c>WINDOW</c>, <c>CONDITIONAL</c>.</param>
/// <param name="Masking">The value is made unreadable on the way, for example hashed.</param>
/// <param name="Description">In words; may be null.</param>
public sealed record Derivation(string Type, string Subtype, bool Masking = false, string? Description = null)
{
    /// <summary>The same value.</summary>
    public static Derivation Identity { get; } = new("DIRECT", "IDENTITY");

    /// <summary>A value computed from it.</summary>
    public static Derivation Computed { get; } = new("DIRECT", "TRANSFORMATION");

    /// <summary>A value computed from many of them.</summary>
    public static Derivation Aggregated { get; } = new("DIRECT", "AGGREGATION");

    /// <summary>Decides which rows meet.</summary>
    public static Derivation Joined { get; } = new("INDIRECT", "JOIN");

    /// <summary>Decides which rows stay.</summary>
    public static Derivation Filtered { get; } = new("INDIRECT", "FILTER");

    /// <summary>A value from which the original cannot be read.</summary>
    /// <param name="description">How it is masked, for example <c>sha256</c>.</param>
    public static Derivation Masked(string description) => new("DIRECT", "TRANSFORMATION", true, description);
}
