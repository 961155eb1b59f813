using FluentValidation;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Reports;

/// <summary>How a report is coming along.</summary>
internal sealed record GetReport(Guid Id) : IRequest<ReportStatus>;

/// <param name="State">running, ready or refused.</param>
/// <param name="Missing">What could not be said, of a refused report.</param>
/// <param name="Reason">The same in one line.</param>
/// <param name="ContentHash">SHA-256 (hex) of the content, of a ready one.</param>
/// <param name="Content">Where its forms are, of a ready one.</param>
internal sealed record ReportStatus(
    Guid Id, string Type, string NodeId, string View, DateTimeOffset AsOf, string KnownAt, string State, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? IssuedAt,
    IReadOnlyList<string>? Missing, string? Reason, string? ContentHash, string? Content, IReadOnlyList<Signature> Signatures);

/// <summary>A name put to a report.</summary>
internal sealed record Signature(string Name, string Role, string Meaning, DateTimeOffset SignedAt);

internal sealed class GetReportValidator : AbstractValidator<GetReport>
{
    public GetReportValidator() => RuleFor(q => q.Id).NotEmpty();
}

internal sealed class GetReportHandler(Caller caller, ReportMaker maker, ReportWorker worker, ActorDirectory actors) : IRequestHandler<GetReport, ReportStatus>
{
    public async Task<ReportStatus> Handle(GetReport request, CancellationToken cancellationToken)
    {
        var report = await maker.Find(caller.Tenant, request.Id, cancellationToken) ?? throw UnknownReport.Of();
        if (report.State == "running") worker.Make(caller, request.Id);
        var asked = report.Requested;
        var signatures = new List<Signature>();
        foreach (var (signature, actor) in report.Signatures)
            signatures.Add(new(await actors.NameOf(caller.Tenant, actor, cancellationToken), signature.Role, signature.Meaning, signature.SignedAt));
        return new(
            asked.ReportId, asked.Type, asked.NodeId, asked.View, asked.AsOf, $"seq:{asked.Sequence}", report.State, await actors.NameOf(caller.Tenant, report.RequestedBy, cancellationToken),
            asked.RequestedAt, report.Issued?.IssuedAt, report.Refused?.Missing, report.Refused is null ? null : string.Join("; ", report.Refused.Missing), report.Issued?.ContentHash, report.Issued is null ? null : $"/api/v1/reports/{asked.ReportId}/content", signatures);
    }
}

internal static class UnknownReport
{
    public static MalformedInputException Of() => new(404, "unknown-report", "There is no report with this id.");
}

internal sealed class GetReportEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/reports/{id:guid}", Get).RequireAuthorization(Policies.Reports).WithTags("Reports").WithSummary("State of a report").Produces<ReportStatus>().ProducesProblem(404);

    private static async Task<IResult> Get(Guid id, ISender sender, CancellationToken cancellationToken) => TypedResults.Ok(await sender.Send(new GetReport(id), cancellationToken));
}
