using Lineage.Server.Infrastructure.Record;

namespace Lineage.Server.Features.Tenants;

/// <summary>From here on nothing is written for the tenant; what is there stays readable.</summary>
internal sealed record TenantClosed(string Reason, DateTimeOffset ClosedAt) : IDecidedEvent;

/// <summary>The tenant is written to again.</summary>
internal sealed record TenantReopened(string Reason, DateTimeOffset ReopenedAt) : IDecidedEvent;

/// <summary>A tenant exists from the first valid token that names it; its stream begins when it is first closed.</summary>
internal sealed record Tenant(bool IsClosed, DateTimeOffset? Since)
{
    public static Tenant Of(IEnumerable<object> events) => events.Aggregate(new Tenant(false, null), (tenant, e) => e switch
    {
        TenantClosed closed => new(true, closed.ClosedAt),
        TenantReopened reopened => new(false, reopened.ReopenedAt),
        _ => tenant,
    });

    /// <summary>Closing a closed tenant, or opening an open one, adds nothing.</summary>
    public static IEnumerable<IDecidedEvent> Decide(Tenant tenant, bool close, string reason, DateTimeOffset now) =>
        tenant.IsClosed == close ? [] : close ? [new TenantClosed(reason, now)] : [new TenantReopened(reason, now)];
}
