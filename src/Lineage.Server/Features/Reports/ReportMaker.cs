using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Organisation;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Reports;

/// <summary>Makes a report from its events: the content from the record, the cover from the day it was issued.</summary>
internal sealed class ReportMaker(ReportKinds kinds, OrganisationReader organisation, ActorDirectory actors, DecisionReader decisions, DecisionWriter writer, TimeProvider time)
{
    public async Task<Report?> Find(string tenant, Guid id, CancellationToken cancellationToken) => Report.Of(await decisions.Read(tenant, id, cancellationToken));

    /// <summary>Answers the question and issues the report, or refuses it and says what is missing. Nothing happens when that was done before.</summary>
    public async Task Issue(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (await Find(caller.Tenant, id, cancellationToken) is not { State: "running" } report) return;
        var now = time.GetUtcNow();
        try
        {
            var described = await organisation.Find(caller.Tenant, cancellationToken)
                ?? throw new IncompleteReportException(["controller (describe the organisation first: PUT /api/v1/organisation)"]);
            var content = await Content(caller.Tenant, report.Requested, cancellationToken);
            var issued = new ReportIssued(id, ReportJson.ContentHash(content), content.Interpretation, Version, described, now);
            ReportRenderer.Check(await Whole(caller.Tenant, report with { Issued = issued }, content, cancellationToken));
            await writer.Append(caller, id, issued, cancellationToken);
        }
        catch (IncompleteReportException e)
        {
            await writer.Append(caller, id, new ReportRefused(id, "incomplete", e.Missing, now), cancellationToken);
        }
        catch (MalformedInputException e)
        {
            await writer.Append(caller, id, new ReportRefused(id, e.Code, [report.Requested.NodeId.Length == 0 ? e.Message : $"{report.Requested.NodeId}: {e.Message}"], now), cancellationToken);
        }
    }

    /// <summary>The whole report, made anew.</summary>
    /// <exception cref="RuleViolationException">The report is not ready, was refused, or would not be the one that was issued.</exception>
    public async Task<WholeReport> Make(string tenant, Report report, CancellationToken cancellationToken)
    {
        if (report.Refused is { } refused) throw new RuleViolationException("report-refused", $"The report was refused: {string.Join("; ", refused.Missing)}");
        if (report.Issued is null) throw new RuleViolationException("report-not-ready", "The report is still being made.");
        var content = await Content(tenant, report.Requested, cancellationToken);
        if (!ReportJson.IsContent(content, report.Issued.ContentHash))
            throw new RuleViolationException("report-content-differs", "The record no longer gives the content that was issued under this id; ask for a new report.");
        return await Whole(tenant, report, content, cancellationToken);
    }

    /// <summary>What a report that was made states, line by line.</summary>
    public Task<IReadOnlyList<ReportLine>> Lines(string tenant, Report report, WholeReport made, CancellationToken cancellationToken) =>
        kinds[report.Requested.Type].Lines(Window(tenant, report.Requested), made.Content, cancellationToken);

    private Task<IReportContent> Content(string tenant, ReportRequested asked, CancellationToken cancellationToken) =>
        kinds[asked.Type].Answer(Window(tenant, asked), new(asked.NodeId, asked.View), cancellationToken);

    private static Window Window(string tenant, ReportRequested asked) => new(tenant, asked.AsOf, asked.Sequence);

    private async Task<WholeReport> Whole(string tenant, Report report, IReportContent content, CancellationToken cancellationToken)
    {
        var (issued, definition) = (report.Issued!, ReportDefinition.Load(report.Requested.Type));
        var name = await actors.NameOf(tenant, report.RequestedBy, cancellationToken);
        return new(
            new(
                report.Requested.ReportId.ToString("D"), definition.Title, definition.LegalSources, Party(issued.Organisation.Controller)!, Party(issued.Organisation.Representative),
                Party(issued.Organisation.DataProtectionOfficer), issued.Organisation.Confidentiality, new(report.Requested.Role, name), issued.IssuedAt,
                new("Lineage", issued.Software, issued.Interpretation), []),
            content);
    }

    private static Party? Party(PartyDescription? party) => party is null ? null : new(party.Name, party.Address, party.Contact);

    private static string Version => typeof(ReportMaker).Assembly.GetName().Version!.ToString(3);
}
