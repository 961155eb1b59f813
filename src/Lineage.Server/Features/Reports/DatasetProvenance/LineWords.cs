using Lineage.Contracts;
using Lineage.Server.Features.Reports.Rendering;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>Says in a sentence what a line of a table states, for the form that has no columns for it.</summary>
internal static class LineWords
{
    internal static string Of(GraphEdge edge, GraphNode from, GraphNode to) =>
        $"{to.Namespace} / {to.Label} is made from {from.Namespace} / {from.Label}{Through(edge.Jobs)}, by {Basis(edge.Basis)}{(edge.Masking ? ", masked" : "")}.";

    internal static string Of(FieldLineageRow row) =>
        $"Field {Of(row.To)} is made from field {Of(row.From)}{(row.Transformations.Count == 0 ? "" : $" ({string.Join("; ", row.Transformations.Select(Of))})")}; last stated {Words.Time(row.LastSeen)}.";

    internal static string Of(Change change) => $"{change.Namespace} / {change.Name}: {string.Join("; ", change.Items.Select(Of))}.";

    internal static string Of(WritingRun run) =>
        $"Run {run.RunId} of {run.Job.Namespace} / {run.Job.Name} wrote the dataset: {run.State}{(run.Started is { } started ? $", started {Words.Time(started)}" : "")}{(run.Ended is { } ended ? $", ended {Words.Time(ended)}" : "")}.";

    /// <summary>One part of a change.</summary>
    internal static string Of(ChangeItem item) => (item.Before, item.After) switch
    {
        (null, null) => $"{item.What} {item.Action}",
        (null, { } after) => $"{item.What} {item.Action}: {after}",
        ({ } before, null) => $"{item.What} {item.Action} (was {before})",
        var (before, after) => $"{item.What} {item.Action}: {before} → {after}",
    };

    private static string Of(FieldRef field) => $"{field.Namespace} / {field.Label}";

    private static string Of(FieldTransformation way) => $"{way.Type}{(way.Subtype is null ? "" : $" / {way.Subtype}")}{(way.Masking is true ? ", masked" : "")}";

    private static string Through(IReadOnlyList<JobName> jobs) => jobs.Count == 0 ? "" : $" through {string.Join(", ", jobs.Select(j => j.Name))}";

    private static string Basis(EdgeBasis basis) => basis switch
    {
        EdgeBasis.ColumnLineage => "field lineage",
        EdgeBasis.LineageFacet => "a lineage facet",
        _ => "inputs and outputs only",
    };
}
