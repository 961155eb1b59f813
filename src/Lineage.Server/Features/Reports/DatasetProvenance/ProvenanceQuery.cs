using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Graph.Walking;
using Lineage.Server.Infrastructure.Record;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>Fills the content of a provenance report from the read models. The same question at the same mark gives the same content, for ever.</summary>
internal sealed class ProvenanceQuery(LineageWalker walker, GraphReader graph, RunReader runs, FacetReader facets, EvidenceReader evidence)
{
    private const int MostNodes = 2000;
    private const int MostPaths = 200;
    private const int MostRuns = 500;
    private const int MostFields = 5000;

    /// <exception cref="MalformedInputException">404 when no event in the window names the subject.</exception>
    public async Task<ProvenanceContent> Answer(Window window, NodeId subject, string view, CancellationToken cancellationToken)
    {
        var field = (subject as FieldNode)?.Field;
        var answer = await walker.Walk(window, subject, "upstream", GetLineageDepth, field is null ? "dataset" : "field", view, MostNodes, cancellationToken);
        var root = answer.Nodes.Single(n => n.Depth == 0);
        var ids = answer.Nodes.SelectMany(n => n.Names).Select(NodeId.Parse).Select(n => Dataset(window.Tenant, n)).ToHashSet();
        var fieldEdges = (await graph.FieldEdges(window, [.. ids], cancellationToken)).Where(e => ids.Contains(e.Source) && ids.Contains(e.Target)).ToList();
        var groups = await graph.AroundDatasets(window, view == "current", [.. ids], Side.Target, cancellationToken);
        var cited = groups.Where(g => g.Precise().Any(e => ids.Contains(e.Source) && ids.Contains(e.Target))).ToList();
        var rootIds = root.Names.Select(NodeId.Parse).Select(n => Dataset(window.Tenant, n)).ToHashSet();
        Guid[] groupIds = [.. cited.Concat(groups.Where(g => g.Outputs.Overlaps(rootIds))).Select(g => g.Id).Distinct()];
        var jobs = answer.Edges.SelectMany(e => e.Via).Distinct(StringComparer.Ordinal).Select(NodeId.Parse).OfType<JobNode>().ToList();
        var changes = await new ChangeQuery(facets, evidence).Of(window, answer.Nodes, jobs, cancellationToken);
        var facts = await evidence.Facts(window, groupIds, [.. changes.Select(c => Guid.Parse(c.EventId)).Distinct()], cancellationToken);
        var coverage = await evidence.Coverage(window, facts, cancellationToken);
        var names = await graph.Names(window.Tenant, fieldEdges.SelectMany(e => new[] { e.Source, e.Target }), cancellationToken);
        var writers = await runs.Runs(
            window, "o.group_id in (select u.group_id from lineage_read.dataset_use u where u.tenant_id = $1 and u.dataset_id = any($4) and u.role = 'output')", MostRuns, cancellationToken,
            Infrastructure.Store.Parameter.Of(rootIds.ToArray()));
        var writerJobs = await graph.Names(window.Tenant, writers.Select(w => w.Job).OfType<Guid>(), cancellationToken);
        var shape = ProvenanceShape.Of(answer, root, Masked(fieldEdges, names));
        var content = new ProvenanceContent(
            $"openlineage/{ObservationReader.Version}",
            Subject(root, field),
            ProvenanceDocument.Definition.QuestionAbout(root.Kind == "field" ? "field" : "dataset", Label(root)),
            new("upstream", view, null, MostNodes),
            window.AsOf,
            new(await evidence.RecordedAt(window, cancellationToken), window.KnownAt),
            Scope(coverage, root),
            coverage.ToCoverage(),
            [],
            facts.Rows,
            shape.Graph,
            shape.Paths(MostPaths),
            FieldRows(fieldEdges, names, field is null ? null : answer),
            changes,
            [.. writers.OrderBy(w => w.StartedAt ?? w.FirstAt).ThenBy(w => w.RunId, StringComparer.Ordinal).Select(w => Run(w, writerJobs))],
            new(
                coverage.InScope, coverage.Excluded, coverage.Unreadable, coverage.Erased, coverage.Read, coverage.Read - facts.Events, facts.Events, facts.Rows.Count,
                shape.Graph.Nodes.Count, shape.Graph.Edges.Count));
        return content with { Answer = PlainWords.Of(content) };
    }

    private const int GetLineageDepth = 1000;

    private static Guid Dataset(string tenant, NodeId node) => node switch
    {
        FieldNode f => NaturalKey.Dataset(tenant, f.Namespace, f.Name),
        DatasetNode d => NaturalKey.Dataset(tenant, d.Namespace, d.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static string Label(LineageNode node) => node.Field is null ? node.Name : $"{node.Name}.{node.Field}";

    private static ProvenanceSubject Subject(LineageNode root, string? field) => new(
        root.Id, field is null ? SubjectKind.Dataset : SubjectKind.Field, root.Namespace, root.Name, field, ProvenanceShape.OtherNames(root));

    private static ProvenanceScope Scope(ScopeCounts coverage, LineageNode root) => new(
        $"Every event that the record held at the known-at mark from the emitters on the way to {Label(root)}, whichever dataset it names.",
        coverage.Excluded == 0 ? [] : [new("Events whose valid time lies after the as-of time", "The question is about an earlier day.", coverage.Excluded)]);

    private static HashSet<(string From, string To)> Masked(IEnumerable<FieldEdgeRow> edges, Dictionary<Guid, (string Kind, string Namespace, string Name)> names) =>
        [.. edges.Where(e => e.Way is { Masking: true }).SelectMany(e =>
        {
            var (source, target) = (names[e.Source], names[e.Target]);
            string[] to = e.TargetField is null ? [new DatasetNode(target.Namespace, target.Name).ToString()]
                : [new DatasetNode(target.Namespace, target.Name).ToString(), new FieldNode(target.Namespace, target.Name, e.TargetField).ToString()];
            string[] from = [new DatasetNode(source.Namespace, source.Name).ToString(), new FieldNode(source.Namespace, source.Name, e.SourceField).ToString()];
            return from.SelectMany(f => to.Select(t => (f, t)));
        })];

    private static List<FieldLineageRow> FieldRows(List<FieldEdgeRow> edges, Dictionary<Guid, (string Kind, string Namespace, string Name)> names, LineageAnswer? onlyFields)
    {
        var nodes = onlyFields?.Nodes.SelectMany(n => n.Names).ToHashSet(StringComparer.Ordinal);
        bool Listed(FieldEdgeRow e) => nodes is null
            || (nodes.Contains(new FieldNode(names[e.Source].Namespace, names[e.Source].Name, e.SourceField).ToString())
                && (e.TargetField is null || nodes.Contains(new FieldNode(names[e.Target].Namespace, names[e.Target].Name, e.TargetField).ToString())));
        return [.. edges.Where(Listed).GroupBy(e => (e.Source, e.SourceField, e.Target, e.TargetField)).Select(g => new FieldLineageRow(
                new(names[g.Key.Source].Namespace, names[g.Key.Source].Name, g.Key.SourceField),
                new(names[g.Key.Target].Namespace, names[g.Key.Target].Name, g.Key.TargetField ?? FieldLineageRow.EveryField),
                [.. g.Select(e => e.Way).OfType<Transformation>().Distinct().OrderBy(w => w.Type, StringComparer.Ordinal).ThenBy(w => w.Subtype, StringComparer.Ordinal).ThenBy(w => w.Masking)
                    .Select(w => new FieldTransformation(w.Type, w.Subtype.Length == 0 ? null : w.Subtype, null, w.Masking))],
                g.Min(e => e.ValidAt), g.Max(e => e.ValidAt)))
            .OrderBy(r => r.To.Namespace, StringComparer.Ordinal).ThenBy(r => r.To.Dataset, StringComparer.Ordinal).ThenBy(r => r.To.Field, StringComparer.Ordinal)
            .ThenBy(r => r.From.Namespace, StringComparer.Ordinal).ThenBy(r => r.From.Dataset, StringComparer.Ordinal).ThenBy(r => r.From.Field, StringComparer.Ordinal).Take(MostFields)];
    }

    private static WritingRun Run(RunRow run, Dictionary<Guid, (string Kind, string Namespace, string Name)> jobs) => new(
        run.RunId, run.Job is { } id ? new(jobs[id].Namespace, jobs[id].Name) : new("", "not reported"),
        run.State switch { "COMPLETE" => "completed", "FAIL" => "failed", "ABORT" => "aborted", null => "other", _ => "running" }, run.StartedAt, run.EndedAt);
}
