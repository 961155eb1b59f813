using Lineage.Contracts;
using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>A lineage answer as a report shows it: roles, strength of evidence, paths.</summary>
internal sealed class ProvenanceShape
{
    private readonly LineageAnswer _answer;
    private readonly LineageNode _root;

    private ProvenanceShape(LineageAnswer answer, LineageNode root, LineageGraph graph) => (_answer, _root, Graph) = (answer, root, graph);

    public LineageGraph Graph { get; }

    /// <param name="masked">Pairs of node ids between which a masking transformation is reported.</param>
    public static ProvenanceShape Of(LineageAnswer answer, LineageNode root, IReadOnlySet<(string From, string To)> masked)
    {
        var fed = answer.Edges.Select(e => e.To).ToHashSet(StringComparer.Ordinal);
        var names = answer.Nodes.ToDictionary(n => n.Id, n => n.Names, StringComparer.Ordinal);
        bool IsMasked(LineageEdge e) => e.Transformations?.Any(t => t.Masking) ?? names[e.From].Any(f => names[e.To].Any(t => masked.Contains((f, t))));
        return new(answer, root, new(
            [.. answer.Nodes.Select(n => new GraphNode(
                n.Id, n.Kind == "field" ? SubjectKind.Field : SubjectKind.Dataset, n.Namespace, n.Name, n.Field, OtherNames(n),
                n.Depth == 0 ? NodeRole.Subject : fed.Contains(n.Id) ? NodeRole.Intermediate : NodeRole.Origin))],
            [.. answer.Edges.Select(e => new GraphEdge(e.From, e.To, Jobs(e), Basis(e.Basis), IsMasked(e)))],
            answer.Stubs.Count));
    }

    public ProvenancePaths Paths(int most)
    {
        var via = _answer.Edges.ToDictionary(e => (e.From, e.To), Jobs);
        List<ProvenancePath> listed = [];
        var left = 0L;
        foreach (var origin in Graph.Nodes.Where(n => n.Role == NodeRole.Origin))
        {
            var found = SimplePaths.Between(_answer.Edges, origin.Id, _root.Id, most + 1);
            foreach (var path in found.Paths)
            {
                if (listed.Count < most) listed.Add(new([.. path.Select((node, i) => new PathStep(node, i == 0 ? [] : via[(path[i - 1], node)]))]));
                else left++;
            }
        }

        return new(listed, left);
    }

    public static IReadOnlyList<DatasetName> OtherNames(LineageNode node) =>
        [.. node.Names.Where(n => n != node.Id).Select(NodeId.Parse).Select(n => n switch
        {
            DatasetNode d => new DatasetName(d.Namespace, d.Name),
            FieldNode f => new DatasetName(f.Namespace, f.Name),
            _ => throw new ArgumentOutOfRangeException(nameof(node)),
        })];

    private static IReadOnlyList<JobName> Jobs(LineageEdge edge) =>
        [.. edge.Via.Select(NodeId.Parse).OfType<JobNode>().Select(j => new JobName(j.Namespace, j.Name))];

    private static EdgeBasis Basis(string basis) => basis switch
    {
        "lineage" => EdgeBasis.LineageFacet,
        "columnLineage" => EdgeBasis.ColumnLineage,
        _ => EdgeBasis.InputsTimesOutputs,
    };
}
