using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>
/// Gives each caller a random id that stands for it in events. The names are kept in a table of their own, from which one can be
/// erased without touching the record.
/// </summary>
internal sealed class ActorDirectory(TenantDatabase database)
{
    private const int Remembered = 10_000;
    private readonly ConcurrentDictionary<(string Tenant, string Subject), string> _known = new();

    public async Task<string> IdOf(string tenant, string subject, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue((tenant, subject), out var known)) return known;
        var id = await database.Single(
            tenant,
            $"""
            with added as (
              insert into {StoreSchema.Record}.actor (tenant_id, actor_id, subject) values ($1, $2, $3) on conflict (tenant_id, subject) do nothing returning actor_id)
            select actor_id from added union all select actor_id from {StoreSchema.Record}.actor where tenant_id = $1 and subject = $3 limit 1
            """,
            r => r.GetGuid(0).ToString("D"), cancellationToken,
            Parameter.Of(tenant), Parameter.Of(new Guid(RandomNumberGenerator.GetBytes(16))), Parameter.Of(subject));
        // Nothing comes back when another process added the same name at this very moment; it is there now.
        if (id is null) return await IdOf(tenant, subject, cancellationToken);
        if (_known.Count >= Remembered) _known.Clear();
        return _known[(tenant, subject)] = id;
    }

    /// <summary>The name behind an id, as its issuer spells it; says so when it was erased.</summary>
    public async Task<string> NameOf(string tenant, string actorId, CancellationToken cancellationToken) =>
        await database.Single(
            tenant, $"select subject from {StoreSchema.Record}.actor where tenant_id = $1 and actor_id = $2",
            r => r.GetString(0), cancellationToken, Parameter.Of(tenant), Parameter.Of(Guid.Parse(actorId))) ?? "(name erased)";
}
