using System.Collections.Concurrent;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Tenants;

/// <summary>A request that adds to the record; refused while the tenant is closed.</summary>
internal interface IWritesRecord;

/// <summary>Knows which tenants are closed; what another process decided is seen within some seconds.</summary>
internal sealed class ClosedTenants(DecisionReader decisions, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private const int Remembered = 10_000;
    private readonly ConcurrentDictionary<string, (bool Closed, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    public async ValueTask<bool> Has(string tenant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(tenant, out var known) && now - known.At < Fresh) return known.Closed;
        var closed = Tenant.Of((await decisions.Read(tenant, NaturalKey.Tenant(tenant), cancellationToken)).Select(d => d.Data)).IsClosed;
        if (_known.Count >= Remembered) _known.Clear();
        _known[tenant] = (closed, now);
        return closed;
    }

    public void Forget(string tenant) => _known.TryRemove(tenant, out _);
}

/// <summary>Part of the one gate: nothing is written for a closed tenant.</summary>
internal sealed class OpenTenant<TRequest, TResponse>(ClosedTenants closed, CallerAccessor caller) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    /// <exception cref="MalformedInputException">403: the tenant is closed.</exception>
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken) =>
        request is IWritesRecord && await closed.Has(caller.Current.Tenant, cancellationToken)
            ? throw new MalformedInputException(403, "tenant-closed", "The tenant is closed; nothing more is written for it.")
            : await next();
}
