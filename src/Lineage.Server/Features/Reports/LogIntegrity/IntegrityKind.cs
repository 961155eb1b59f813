using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Transparency.Checking;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Reports.LogIntegrity;

/// <summary>Does the record still give the log that was signed?</summary>
internal sealed class IntegrityKind(RecordCheck check, LogReader log, DecisionReader decisions, TenantDatabase database) : IReportKind
{
    // Of these the entry is what it is about; elsewhere the row is, and no entry stands for it.
    private static readonly string[] OfEntries = ["payload", "row", "row-missing", "order", "twice"];

    public string Name => "log-integrity";

    public IEnumerable<(string Member, string Rule)> Faults(ReportParameters parameters)
    {
        if (parameters.NodeId is { Length: > 0 }) yield return (nameof(parameters.NodeId), "This report is about the whole log; it takes no node.");
        if (parameters.View is { Length: > 0 }) yield return (nameof(parameters.View), "This report takes no view.");
    }

    public ReportQuestion Read(ReportParameters parameters) => new("", "");

    public async Task<IReportContent> Answer(Window window, ReportQuestion question, CancellationToken cancellationToken) =>
        await new IntegrityQuery(check, log, decisions, database).Answer(window, cancellationToken);

    public Task<IReadOnlyList<ReportLine>> Lines(Window window, IReportContent content, CancellationToken cancellationToken)
    {
        var c = (IntegrityContent)content;
        return Task.FromResult<IReadOnlyList<ReportLine>>(
        [
            .. c.Logs.Select((l, i) => new ReportLine($"/content/logs/{i}", "log", IntegrityWords.Of(l), [])),
            .. c.Differences.Select((d, i) => new ReportLine($"/content/differences/{i}", "difference", d.Statement, d is { EventId: { } id, Index: not null } && OfEntries.Contains(d.Kind) ? [id] : [])),
            .. c.ForeignRows.Select((f, i) => new ReportLine($"/content/foreignRows/{i}", "foreign row", IntegrityWords.Of(f), [], RecordedTime: f.SeenAt)),
            .. c.SealedLate.Select((l, i) => new ReportLine($"/content/sealedLate/{i}", "sealed late", IntegrityWords.Of(l), [l.EventId])),
            .. c.Rotations.Select((r, i) => new ReportLine($"/content/rotations/{i}", "rotation", IntegrityWords.Of(r), [r.EventId], r.RotatedAt)),
            .. c.Restores.Select((r, i) => new ReportLine($"/content/restores/{i}", "restore", IntegrityWords.Of(r), [], r.RestoredAt)),
            .. c.Attestations.Select((a, i) => new ReportLine($"/content/attestations/{i}", "attestation", IntegrityWords.Of(a), [], a.At)),
        ]);
    }
}
