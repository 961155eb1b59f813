using System.Text.Json;
using FluentValidation;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Transparency.Checking;

/// <summary>What the last check of the tenant's record against its log found.</summary>
internal sealed record GetLogCheck : IRequest<LogCheckAnswer>;

/// <param name="Running">Whether a check runs now.</param>
/// <param name="Last">The last one that ended; absent before the first.</param>
internal sealed record LogCheckAnswer(bool Running, LogCheckResult? Last);

internal sealed class GetLogCheckValidator : AbstractValidator<GetLogCheck>;

internal sealed class GetLogCheckHandler(Caller caller, RecordChecks checks, TenantDatabase database) : IRequestHandler<GetLogCheck, LogCheckAnswer>
{
    public async Task<LogCheckAnswer> Handle(GetLogCheck request, CancellationToken cancellationToken)
    {
        var last = await database.Single(caller.Tenant, $"select result from {LogSchema.Name}.checked where tenant_id = $1", r => r.GetString(0), cancellationToken, Parameter.Of(caller.Tenant));
        return new(checks.IsRunning(caller.Tenant), last is null ? null : JsonSerializer.Deserialize<LogCheckResult>(last, WireJson.Options));
    }
}

internal sealed class GetLogCheckEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/log/check", Get).RequireAuthorization(Policies.Log).WithTags("Log").WithSummary("What the last check of the record against the log found").Produces<LogCheckAnswer>();

    private static async Task<IResult> Get(ISender sender, CancellationToken cancellationToken) => TypedResults.Ok(await sender.Send(new GetLogCheck(), cancellationToken));
}
