using FluentValidation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Tenants;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Reports;

/// <summary>Ask for a report. Both times are resolved at once; the report is made in the background.</summary>
/// <param name="Type">A name of the catalogue, for example dataset-provenance.</param>
internal sealed record RequestReport(string? Type, ReportParameters? Parameters, string? AsOf, string? KnownAt) : IRequest<Guid>, IWritesRecord;

/// <param name="NodeId">What the report is about; which nodes a kind takes, its definition says.</param>
/// <param name="View">all (when absent) or current, where the kind has the choice.</param>
internal sealed record ReportParameters(string? NodeId, string? View)
{
    public static readonly ReportParameters None = new(null, null);
}

internal sealed class RequestReportValidator : AbstractValidator<RequestReport>
{
    public RequestReportValidator(ReportKinds kinds)
    {
        RuleFor(c => c.Type).Must(type => kinds.Find(type) is not null).WithMessage($"A report of the catalogue: {string.Join(", ", kinds.Names)}.");
        RuleFor(c => c).Custom((command, context) =>
        {
            foreach (var (member, rule) in kinds.Find(command.Type)?.Faults(command.Parameters ?? ReportParameters.None) ?? [])
                context.AddFailure($"{nameof(command.Parameters)}.{member}", rule);
        });
    }
}

internal sealed class RequestReportHandler(Caller caller, ReportKinds kinds, WindowResolver windows, DecisionWriter decisions, ReportWorker worker, TimeProvider time) : IRequestHandler<RequestReport, Guid>
{
    public async Task<Guid> Handle(RequestReport request, CancellationToken cancellationToken)
    {
        var window = await windows.Resolve(caller.Tenant, request.AsOf, request.KnownAt, cancellationToken);
        var now = time.GetUtcNow();
        var question = kinds[request.Type!].Read(request.Parameters ?? ReportParameters.None);
        var requested = new ReportRequested(Guid.CreateVersion7(now), request.Type!, question.NodeId, question.View, window.AsOf, window.Sequence, ActingRole.Of(caller), now);
        await decisions.Append(caller, requested.ReportId, requested, cancellationToken);
        worker.Make(caller, requested.ReportId);
        return requested.ReportId;
    }
}

/// <summary>The strongest role of the caller: the one in which a report is prepared or signed.</summary>
internal static class ActingRole
{
    private static readonly string[] Order = [Roles.Dpo, Roles.Officer, Roles.Auditor];

    public static string Of(Caller caller) => Order.FirstOrDefault(caller.Roles.Contains) ?? caller.Roles.Order(StringComparer.Ordinal).First();
}

internal sealed class RequestReportEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/reports", Post).RequireAuthorization(Policies.Reports).WithTags("Reports").WithSummary("Ask for a report").Produces<ReportStatus>(202).ProducesProblem(422);

    private static async Task<IResult> Post(RequestReport command, ISender sender, CancellationToken cancellationToken)
    {
        var id = await sender.Send(command, cancellationToken);
        return TypedResults.Accepted($"/api/v1/reports/{id}", await sender.Send(new GetReport(id), cancellationToken));
    }
}
