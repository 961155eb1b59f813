using Lineage.Contracts;
using Lineage.Server.Features.Reports.Rendering;
using Lineage.Server.Features.Reports.Rendering.Document;
using Lineage.Server.Features.Reports.Rendering.Graphs;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>The picture and the tables that say the same in words.</summary>
internal static class LineageSection
{
    private const string Key =
        "Data flows from left to right. Round ends: an origin. Double outline: the subject. Unbroken line: source and target are named by field lineage or a lineage facet. " +
        "Dotted line: only what the job read and wrote is known. Dashed line: at least one field is masked, as reported.";

    internal static IReadOnlyList<Block> Of(ProvenanceContent content)
    {
        var graph = content.Graph;
        var label = graph.Nodes.ToDictionary(node => node.Id, node => node, StringComparer.Ordinal);
        return
        [
            graph.Edges.Count == 0 ? new Paragraph("Nothing upstream of the subject is recorded, so there is nothing to draw.", Tone.Empty) : Figure(SceneLayout.Of(Picture(content))),
            new Table("Links", [new("No.", 0.55f, Numeric: true), new("From", 3.2f), new("To", 3.2f), new("Through the job", 3f), new("Rests on", 1.8f), new("Masked", 1f)],
                [.. graph.Edges.Select((edge, i) => new Row(
                [
                    new($"{i + 1}"), Node(label, edge.From), Node(label, edge.To), Jobs(edge.Jobs), new(Basis(edge.Basis)), edge.Masking ? new("Masked", Strong: true) : new("No"),
                ]))],
                "No link is recorded."),
            new Table("Nodes", [new("Name, namespace", 4.5f), new("Role", 1.3f), new("Also known as", 4)],
                [.. graph.Nodes.Select(node => new Row(
                [
                    new(node.Label, node.Namespace, Strong: true), new(Role(node.Role)),
                    new(node.Names.Count == 0 ? "No other name recorded" : string.Join("; ", node.Names.Select(name => $"{name.Namespace} / {name.Name}"))),
                ]))],
                "No node is recorded."),
        ];
    }

    private static Figure Figure(GraphScene scene) => new(scene, $"{Key} {scene.Note ?? "The numbers are those of the links below."}");

    internal static IReadOnlyList<Block> Paths(ProvenanceContent content)
    {
        var label = content.Graph.Nodes.ToDictionary(node => node.Id, node => node, StringComparer.Ordinal);
        string Name(string id) => label.TryGetValue(id, out var node) ? node.Label : id;
        var table = new Table(
            "Each way from an origin to the subject",
            [new("No.", 0.5f, Numeric: true), new("Steps", 0.6f, Numeric: true), new("Way, and the jobs in their order", 9)],
            [.. content.Paths.Listed.Select((path, i) => new Row(
            [
                new($"{i + 1}"), new(Words.Number(path.Steps.Count - 1)),
                new(string.Join(" → ", path.Steps.Select(step => Name(step.NodeId))), "through " + string.Join(" → ", path.Steps.Skip(1).Select(Via))),
            ]))],
            "No path leads from an origin to the subject.");
        var rest = content.Paths.LeftOut == 0 ? "All paths are listed." : $"{Words.Capital(Words.Of(content.Paths.LeftOut, "further path"))} left out, beyond the cap of this list.";
        return content.Paths.Listed.Count == 0 && content.Paths.LeftOut == 0 ? [table] : [table, new Paragraph(rest, Tone.Note)];
    }

    internal static IReadOnlyList<Block> Fields(ProvenanceContent content) =>
    [
        new Table("Which field fed which, as reported", [new("From field", 3.3f), new("To field", 3.3f), new("Transformation", 3.4f), new("Masked", 1.1f), new("First, last seen (UTC)", 1, Time: true)],
            [.. content.Fields.Select(row => new Row(
            [
                new(row.From.Label, row.From.Namespace), new(row.To.Label, row.To.Namespace),
                new(row.Transformations.Count == 0 ? "Not reported" : string.Join("; ", row.Transformations.Select(Transformation)), Descriptions(row)),
                Masked(row), new(Words.Stamp(row.FirstSeen), Words.Stamp(row.LastSeen)),
            ]))],
            "No field lineage is recorded for the datasets on the way."),
    ];

    private static GraphPicture Picture(ProvenanceContent content) => new(
        $"Lineage of {content.Subject.Label}",
        $"{Words.Capital(Words.Of(content.Graph.Nodes.Count, "node"))} and {Words.Of(content.Graph.Edges.Count, "link")}, from the origins on the left to {content.Subject.Label} on the right. The tables after the picture say the same.",
        [.. content.Graph.Nodes.Select(node => new PictureNode(node.Id, node.Label, node.Namespace, Shape(node.Role)))],
        [.. content.Graph.Edges.Select((edge, i) => new PictureLink(edge.From, edge.To, edge.Masking ? $"{i + 1} masked" : $"{i + 1}", Style(edge)))]);

    private static BoxShape Shape(NodeRole role) => role switch { NodeRole.Subject => BoxShape.Subject, NodeRole.Origin => BoxShape.Origin, _ => BoxShape.Plain };

    private static LineStyle Style(GraphEdge edge) => edge.Masking ? LineStyle.Dashed : edge.Basis is EdgeBasis.InputsTimesOutputs ? LineStyle.Dotted : LineStyle.Solid;

    private static string Role(NodeRole role) => role switch { NodeRole.Subject => "Subject", NodeRole.Origin => "Origin", _ => "Between" };

    private static string Basis(EdgeBasis basis) => basis switch
    {
        EdgeBasis.ColumnLineage => "Field lineage",
        EdgeBasis.LineageFacet => "Lineage facet",
        _ => "Inputs and outputs only",
    };

    private static Cell Node(Dictionary<string, GraphNode> nodes, string id) => nodes.TryGetValue(id, out var node) ? new(node.Label, node.Namespace) : new(id);

    private static Cell Jobs(IReadOnlyList<JobName> jobs) => jobs.Count == 0 ? new("Not reported") : new(string.Join("; ", jobs.Select(job => job.Name)), string.Join("; ", jobs.Select(job => job.Namespace).Distinct()));

    private static string Via(PathStep step) => step.Via.Count == 0 ? "(job not reported)" : string.Join(" or ", step.Via.Select(job => job.Name));

    private static string Transformation(FieldTransformation transformation) => transformation.Subtype is null ? transformation.Type : $"{transformation.Type} / {transformation.Subtype}";

    private static string? Descriptions(FieldLineageRow row) =>
        row.Transformations.Select(t => t.Description).OfType<string>().Where(d => d.Length > 0).ToArray() is { Length: > 0 } descriptions ? string.Join("; ", descriptions) : null;

    private static Cell Masked(FieldLineageRow row) =>
        row.Transformations.Any(t => t.Masking is true) ? new("Masked", Strong: true) : row.Transformations.Any(t => t.Masking is false) ? new("No") : new("Not reported");
}
