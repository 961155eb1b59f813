namespace Lineage.Client;

/// <summary>State of the server as one tenant sees it.</summary>
/// <param name="Version">Version of the server.</param>
/// <param name="Events">Events recorded.</param>
/// <param name="Sequence">Last place in the record.</param>
/// <param name="Projected">Place up to which every projection has come.</param>
/// <param name="LagMilliseconds">How far the slowest projection is behind, in milliseconds.</param>
/// <param name="Projections">Each projection.</param>
/// <param name="Tenant">The tenant of the token.</param>
/// <param name="Log">The tenant's transparency log; absent until something is sealed.</param>
/// <param name="Building">How far the read models are built again from the events; absent when they are not.</param>
public sealed record StatusAnswer(
    string Version, long Events, long Sequence, long Projected, double LagMilliseconds, IReadOnlyList<ProjectionState>? Projections, string? Tenant, LogState? Log = null, BuildingState? Building = null);

/// <summary>How far one projection has come.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sequence">The last place in the record it has seen.</param>
/// <param name="State">For example <c>running</c> or <c>stopped</c>.</param>
public sealed record ProjectionState(string Name, long Sequence, string? State);

/// <summary>A rebuild of the read models that is under way; questions are answered when it is done.</summary>
/// <param name="Sequence">The last place in the record that is built.</param>
/// <param name="Of">The last place when it began.</param>
/// <param name="EventsPerSecond">0 while that cannot be told.</param>
/// <param name="SecondsLeft">An estimate; absent while there is none.</param>
public sealed record BuildingState(long Sequence, long Of, double EventsPerSecond, double? SecondsLeft);

/// <summary>How the tenant's log stands.</summary>
/// <param name="Origin">Its origin.</param>
/// <param name="Size">Entries that the last checkpoint covers.</param>
/// <param name="SignedAt">When that checkpoint was signed.</param>
/// <param name="Held">Why nothing is added to the log until somebody has looked; absent when all is well.</param>
public sealed record LogState(string Origin, long Size, DateTimeOffset SignedAt, string? Held);
