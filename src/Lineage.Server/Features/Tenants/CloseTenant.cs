using FluentValidation;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Tenants;

/// <summary>Close the caller's tenant, or open it again.</summary>
/// <param name="Tenant">The tenant's name; only one's own.</param>
internal sealed record CloseTenant(string Tenant, bool Close, string? Reason) : IRequest<Tenant>;

internal sealed class CloseTenantValidator : AbstractValidator<CloseTenant>
{
    public CloseTenantValidator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(500);
}

internal sealed class CloseTenantHandler(Caller caller, DecisionReader decisions, DecisionWriter writer, ClosedTenants closed, TimeProvider time) : IRequestHandler<CloseTenant, Tenant>
{
    public async Task<Tenant> Handle(CloseTenant request, CancellationToken cancellationToken)
    {
        if (request.Tenant != caller.Tenant) throw new MalformedInputException(404, "unknown-tenant", "There is no such tenant for this token.");
        var stream = NaturalKey.Tenant(caller.Tenant);
        var tenant = Tenant.Of((await decisions.Read(caller.Tenant, stream, cancellationToken)).Select(d => d.Data));
        List<IDecidedEvent> decided = [.. Tenant.Decide(tenant, request.Close, request.Reason!, time.GetUtcNow())];
        foreach (var decision in decided) await writer.Append(caller, stream, decision, cancellationToken);
        closed.Forget(caller.Tenant);
        return decided.Aggregate(tenant, (_, _) => new(request.Close, time.GetUtcNow()));
    }
}

internal sealed class TenantEndpoints : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/tenants/{tenant}").RequireAuthorization(Policies.Admin).WithTags("Settings");
        group.MapPost("/close", Close).WithSummary("Close the tenant: nothing more is written, everything stays readable");
        group.MapPost("/reopen", Reopen).WithSummary("Open the tenant again");
    }

    private static async Task<IResult> Close(string tenant, TenantReason body, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new CloseTenant(tenant, true, body.Reason), cancellationToken));

    private static async Task<IResult> Reopen(string tenant, TenantReason body, ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.Send(new CloseTenant(tenant, false, body.Reason), cancellationToken));
}

internal sealed record TenantReason(string? Reason);
