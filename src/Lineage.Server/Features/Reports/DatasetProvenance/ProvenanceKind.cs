using Lineage.Contracts;
using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>Where a dataset or a field comes from.</summary>
internal sealed class ProvenanceKind(ProvenanceQuery query, ProvenanceEvidence evidence) : IReportKind
{
    public string Name => "dataset-provenance";

    public IEnumerable<(string Member, string Rule)> Faults(ReportParameters parameters)
    {
        if (!(NodeId.TryParse(parameters.NodeId, out var node) && node is DatasetNode or FieldNode))
            yield return (nameof(parameters.NodeId), "The node id of a dataset (dataset:NS:NAME) or a field (field:NS:NAME:FIELD).");
        if (parameters.View is not (null or "all" or "current")) yield return (nameof(parameters.View), "view is all or current.");
    }

    public ReportQuestion Read(ReportParameters parameters) => new(NodeId.Parse(parameters.NodeId!).ToString(), parameters.View ?? "all");

    public async Task<IReportContent> Answer(Window window, ReportQuestion question, CancellationToken cancellationToken) =>
        await query.Answer(window, NodeId.Parse(question.NodeId), question.View, cancellationToken);

    public Task<IReadOnlyList<ReportLine>> Lines(Window window, IReportContent content, CancellationToken cancellationToken) =>
        evidence.Lines(window, (ProvenanceContent)content, cancellationToken);
}
