namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>Counts taken while the question was answered.</summary>
/// <param name="EventsInScope">Events of the emitters on the way to the subject, up to both marks.</param>
/// <param name="EventsExcluded">Of these, left out by the filters.</param>
/// <param name="EventsUnreadable">Of these, unreadable.</param>
/// <param name="EventsErased">Of these, erased.</param>
/// <param name="EventsRead">Of these, read.</param>
/// <param name="EventsWithoutBearing">Of those read, without bearing on the subject.</param>
/// <param name="EventsCited">Of those read, cited by at least one fact.</param>
/// <param name="FactsListed">Rows of the facts table.</param>
/// <param name="Nodes">Nodes of the graph.</param>
/// <param name="Edges">Edges of the graph.</param>
public sealed record ControlTotals(
    long EventsInScope,
    long EventsExcluded,
    long EventsUnreadable,
    long EventsErased,
    long EventsRead,
    long EventsWithoutBearing,
    long EventsCited,
    long FactsListed,
    long Nodes,
    long Edges);

/// <summary>The controls of a provenance report. One that does not reconcile stops the report.</summary>
internal static class Reconciliation
{
    internal static IReadOnlyList<Control> Of(ProvenanceContent content)
    {
        var totals = content.Totals;
        var nodes = content.Graph.Nodes.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var origins = content.Graph.Nodes.Where(n => n.Role is NodeRole.Origin).Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            new("Events of all emitters = events in scope", content.Coverage.Emitters.Sum(e => e.Events), totals.EventsInScope),
            new("Excluded + unreadable + erased + read = events in scope",
                totals.EventsExcluded + totals.EventsUnreadable + totals.EventsErased + totals.EventsRead, totals.EventsInScope),
            new("Sum of the filters = events excluded", content.Scope.Filters.Sum(f => f.Excluded), totals.EventsExcluded),
            new("Unreadable and erased events under coverage = those counted",
                content.Coverage.UnreadablePayloads + content.Coverage.ErasedPayloads, totals.EventsUnreadable + totals.EventsErased),
            new("Cited + without bearing = events read", totals.EventsCited + totals.EventsWithoutBearing, totals.EventsRead),
            new("Distinct events in the facts table = events cited", content.Facts.Select(f => f.EventId).Distinct(StringComparer.Ordinal).Count(), totals.EventsCited),
            new("Rows of the facts table = facts listed", content.Facts.Count, totals.FactsListed),
            new("Nodes of the graph = nodes counted", nodes.Count, totals.Nodes),
            new("Edges of the graph = edges counted", content.Graph.Edges.Count, totals.Edges),
            new("Edges whose both ends are nodes of the graph = edges counted",
                content.Graph.Edges.Count(e => nodes.Contains(e.From) && nodes.Contains(e.To)), totals.Edges),
            new("Paths that run from an origin to the subject = paths listed",
                content.Paths.Listed.Count(p => origins.Contains(p.Steps[0].NodeId) && p.Steps[^1].NodeId == content.Subject.NodeId), content.Paths.Listed.Count),
        ];
    }
}
