using FluentValidation;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Transparency;

/// <summary>How the tenant's present log stands; null until something is sealed.</summary>
internal sealed record GetLogStatus : IRequest<LogStatus?>;

/// <param name="Size">Entries that the last checkpoint covers.</param>
/// <param name="Held">Why nothing is added until somebody has looked.</param>
internal sealed record LogStatus(string Origin, long Size, DateTimeOffset SignedAt, string? Held);

internal sealed class GetLogStatusValidator : AbstractValidator<GetLogStatus>;

internal sealed class GetLogStatusHandler(Caller caller, TenantDatabase database) : IRequestHandler<GetLogStatus, LogStatus?>
{
    public Task<LogStatus?> Handle(GetLogStatus request, CancellationToken cancellationToken) => database.Single(
        caller.Tenant,
        $"""
        select l.origin, c.size, c.signed_at, l.held from {LogSchema.Name}.log l join {LogSchema.Name}.checkpoint c on c.log_id = l.log_id
        where l.tenant_id = $1 order by l.generation desc, c.size desc limit 1
        """,
        r => new LogStatus(r.GetString(0), r.GetInt64(1), r.GetFieldValue<DateTimeOffset>(2), r.IsDBNull(3) ? null : r.GetString(3)), cancellationToken, Parameter.Of(caller.Tenant));
}
