using FluentValidation;
using Lineage.Server.Features.Tenants;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Reports;

/// <summary>Put one's name to a report.</summary>
/// <param name="Meaning">prepared, reviewed or approved.</param>
internal sealed record SignReport(Guid Id, string? Meaning) : IRequest<ReportStatus>, IWritesRecord;

internal sealed class SignReportValidator : AbstractValidator<SignReport>
{
    public SignReportValidator() => RuleFor(c => c.Meaning).Must(m => m is "prepared" or "reviewed" or "approved").WithMessage("meaning is prepared, reviewed or approved.");
}

internal sealed class SignReportHandler(Caller caller, ReportMaker maker, ActorDirectory actors, DecisionWriter writer, ISender sender, TimeProvider time) : IRequestHandler<SignReport, ReportStatus>
{
    public async Task<ReportStatus> Handle(SignReport request, CancellationToken cancellationToken)
    {
        var report = await maker.Find(caller.Tenant, request.Id, cancellationToken) ?? throw UnknownReport.Of();
        var actor = await actors.IdOf(caller.Tenant, caller.Subject, cancellationToken);
        foreach (var signed in Report.Decide(report, actor, request.Meaning!, ActingRole.Of(caller), time.GetUtcNow()))
            await writer.Append(caller, request.Id, signed, cancellationToken);
        return await sender.Send(new GetReport(request.Id), cancellationToken);
    }
}

internal sealed class SignReportEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/reports/{id:guid}/sign", Post).RequireAuthorization(Policies.SignReports).WithTags("Reports").WithSummary("Sign a report: prepared, reviewed or approved")
            .Produces<ReportStatus>().ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> Post(Guid id, SignatureBody body, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new SignReport(id, body.Meaning), cancellationToken));
}

internal sealed record SignatureBody(string? Meaning);
