using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>Finds for each line of a provenance report the events it rests on: as few as state the whole line.</summary>
internal sealed class ProvenanceEvidence(GraphReader graph, EvidenceReader evidence, TenantDatabase database)
{
    public async Task<IReadOnlyList<ReportLine>> Lines(Window window, ProvenanceContent content, CancellationToken cancellationToken)
    {
        var nodes = content.Graph.Nodes.ToDictionary(n => n.Id, StringComparer.Ordinal);
        var ends = nodes.ToDictionary(n => n.Key, n => new LinkEnd(Ids(window.Tenant, n.Value), n.Value.Field), StringComparer.Ordinal);
        Guid[] datasets = [.. ends.Values.SelectMany(end => end.Names).Concat(content.Fields.SelectMany(f => new[] { Id(window.Tenant, f.From), Id(window.Tenant, f.To) })).Distinct()];
        var statements = new LinkStatements(
            await Uses(window, datasets, cancellationToken), await Sources(window, datasets, cancellationToken), await graph.FieldEdges(window, datasets, cancellationToken));
        var links = content.Graph.Edges.Select(e => statements.Behind(
            e.Basis, ends[e.From], ends[e.To], [.. e.Jobs.Select(j => NaturalKey.Job(window.Tenant, j.Namespace, j.Name))], e.Masking)).ToList();
        var fields = content.Fields.Select(f => statements.Behind(Id(window.Tenant, f.From), f.From.Field, Id(window.Tenant, f.To), f.To.Field == FieldLineageRow.EveryField ? null : f.To.Field)).ToList();
        var runs = await Runs(window, content, ends[content.Subject.NodeId].Names, cancellationToken);
        var places = await evidence.Places(window, links.Concat(fields).Concat(runs).SelectMany(s => s), cancellationToken);
        IReadOnlyList<string> Events(IEnumerable<long> sequences) => [.. sequences.Order().Select(s => places[s].EventId)];
        return
        [
            .. content.Facts.Select((f, i) => new ReportLine($"/content/facts/{i}", "fact", f.What, [f.EventId], f.ValidTime, f.RecordedTime)),
            .. content.Graph.Edges.Select((e, i) => new ReportLine($"/content/graph/edges/{i}", "link", LineWords.Of(e, nodes[e.From], nodes[e.To]), Events(links[i]))),
            .. content.Fields.Select((f, i) => new ReportLine($"/content/fields/{i}", "field", LineWords.Of(f), Events(fields[i]), f.FirstSeen)),
            .. content.Changes.Select((c, i) => new ReportLine($"/content/changes/{i}", "change", LineWords.Of(c), [c.EventId], c.ValidTime, c.RecordedTime)),
            .. content.Runs.Select((r, i) => new ReportLine($"/content/runs/{i}", "run", LineWords.Of(r), Events(runs[i]), r.Started ?? r.Ended)),
        ];
    }

    /// <summary>Of each run: its start, its end, and the last event that names the subject as output.</summary>
    private async Task<List<IEnumerable<long>>> Runs(Window window, ProvenanceContent content, Guid[] subject, CancellationToken cancellationToken)
    {
        var ids = content.Runs.Select(r => NaturalKey.Run(window.Tenant, r.RunId)).ToArray();
        var events = (await database.Query(
            window.Tenant,
            $"""
            select o.group_id, o.event_type, o.valid_at, o.seq,
              exists (select 1 from lineage_read.dataset_use u where u.tenant_id = $1 and u.group_id = o.group_id and u.seq = o.seq and u.role = 'output' and u.dataset_id = any($5))
            from lineage_read.observation o where {Window.Of("o")} and o.group_id = any($4) and o.kind = 'run' order by o.valid_at, o.seq
            """,
            r => (Run: r.GetGuid(0), Type: r.IsDBNull(1) ? null : r.GetString(1), ValidAt: r.GetFieldValue<DateTimeOffset>(2), Sequence: r.GetInt64(3), Writes: r.GetBoolean(4)),
            cancellationToken, [.. GraphReader.Parameters(window, ids), Parameter.Of(subject)])).ToLookup(e => e.Run);
        return [.. content.Runs.Select((run, i) =>
        {
            var said = events[ids[i]].ToList();
            long?[] cited =
            [
                said.Where(e => e.Type == "START" && e.ValidAt == run.Started).Select(e => (long?)e.Sequence).FirstOrDefault(),
                said.Where(e => e.Type is "COMPLETE" or "FAIL" or "ABORT" && e.ValidAt == run.Ended).Select(e => (long?)e.Sequence).LastOrDefault(),
                said.Where(e => e.Writes).Select(e => (long?)e.Sequence).LastOrDefault() ?? said.Select(e => (long?)e.Sequence).LastOrDefault(),
            ];
            return cited.OfType<long>().Distinct();
        })];
    }

    private Task<List<UseRow>> Uses(Window window, Guid[] datasets, CancellationToken cancellationToken) => database.Query(
        window.Tenant,
        $"select u.group_id, u.job_id, u.dataset_id, u.role, u.valid_at, u.seq from lineage_read.dataset_use u where {Window.Of("u")} and u.dataset_id = any($4) and u.role in ('input', 'output')",
        r => new UseRow(r.GetGuid(0), r.IsDBNull(1) ? null : r.GetGuid(1), r.GetGuid(2), r.GetString(3) == "output", r.GetFieldValue<DateTimeOffset>(4), r.GetInt64(5)), cancellationToken, GraphReader.Parameters(window, datasets));

    private Task<List<SourceRow>> Sources(Window window, Guid[] datasets, CancellationToken cancellationToken) => database.Query(
        window.Tenant,
        $"""
        select s.source_id, s.target_id, o.job_id, s.basis, s.valid_at, s.seq from lineage_read.lineage_source s join lineage_read.observation o on o.tenant_id = s.tenant_id and o.seq = s.seq
        where {Window.Naming("s")} and s.source_id = any($4) and s.target_id = any($4)
        """,
        r => new SourceRow(r.GetGuid(0), r.GetGuid(1), r.IsDBNull(2) ? null : r.GetGuid(2), r.GetString(3), r.GetFieldValue<DateTimeOffset>(4), r.GetInt64(5)), cancellationToken, GraphReader.Parameters(window, datasets));

    // The node's own name first: a line stated under it needs no alias.
    private static Guid[] Ids(string tenant, GraphNode node) => [NaturalKey.Dataset(tenant, node.Namespace, node.Name), .. node.Names.Select(n => NaturalKey.Dataset(tenant, n.Namespace, n.Name))];

    private static Guid Id(string tenant, FieldRef field) => NaturalKey.Dataset(tenant, field.Namespace, field.Dataset);
}
