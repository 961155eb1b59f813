namespace Lineage.Contracts;

/// <summary>The ways from one node to another.</summary>
/// <param name="From">Node id of the start.</param>
/// <param name="To">Node id of the end.</param>
/// <param name="View">current or all.</param>
/// <param name="Paths">Each a list of node ids from start to end, shortest first; empty when there is no way.</param>
/// <param name="Truncated">True when there are, or may be, more.</param>
/// <param name="AsOf">Valid time the answer holds for.</param>
/// <param name="KnownAt">The mark in the record the answer holds for.</param>
public sealed record PathsAnswer(string From, string To, string View, IReadOnlyList<IReadOnlyList<string>> Paths, bool Truncated, DateTimeOffset AsOf, string KnownAt);
