using System.Text;
using FluentValidation;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Transparency;

/// <summary>The first checkpoint of a log that covers an entry, as it was signed then. It shows under which key the entry was sealed.</summary>
internal sealed record GetCoveringCheckpoint(string? Origin, long? Covering) : IRequest<string>;

internal sealed class GetCoveringCheckpointValidator : AbstractValidator<GetCoveringCheckpoint>
{
    public GetCoveringCheckpointValidator()
    {
        RuleFor(q => q.Origin).NotEmpty().MaximumLength(400);
        RuleFor(q => q.Covering).NotNull().GreaterThanOrEqualTo(0);
    }
}

internal sealed class GetCoveringCheckpointHandler(Caller caller, TenantDatabase database) : IRequestHandler<GetCoveringCheckpoint, string>
{
    public async Task<string> Handle(GetCoveringCheckpoint request, CancellationToken cancellationToken) =>
        await database.Single(
            caller.Tenant,
            $"""
            select c.note from {LogSchema.Name}.log l join {LogSchema.Name}.checkpoint c on c.log_id = l.log_id
            where l.tenant_id = $1 and l.origin = $2 and c.size > $3 order by c.size limit 1
            """,
            r => r.GetString(0), cancellationToken, Parameter.Of(caller.Tenant), Parameter.Of(request.Origin!), Parameter.Of(request.Covering!.Value))
        ?? throw new MalformedInputException(404, "unknown-log-file", "No checkpoint of such a log covers that entry.");
}

internal sealed class GetCoveringCheckpointEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/log/checkpoint", Get).RequireAuthorization(Policies.Log).WithTags("Log").WithSummary("The first checkpoint of a log that covers an entry").Produces(200, contentType: "text/plain").ProducesProblem(404).ProducesProblem(422);

    private static async Task<IResult> Get(string? origin, long? covering, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Bytes(Encoding.UTF8.GetBytes(await sender.Send(new GetCoveringCheckpoint(origin, covering), cancellationToken)), "text/plain; charset=utf-8");
}
