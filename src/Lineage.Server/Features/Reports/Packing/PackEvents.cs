using System.Text.Json;
using Lineage.Contracts.Packs;
using Lineage.Merkle;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.OpenLineage;
using Lineage.Server.Features.Transparency;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Reports.Packing;

/// <summary>What a pack opens of an event.</summary>
internal sealed record OpenedEvent(OpenedBytes? Core, OpenedBytes? Payload);

/// <summary>Reads events with the salts that open them.</summary>
internal sealed class PackEvents(TenantDatabase database)
{
    /// <summary>Opens events as far as they may be: of observations the core facts, and the payload where asked for; of decisions only those named and changes of the log's key, which name no person.</summary>
    /// <param name="decisions">Decisions whose payload is opened.</param>
    public async Task<Dictionary<Guid, OpenedEvent>> Open(string tenant, Guid[] events, IReadOnlySet<Guid> decisions, bool payloads, CancellationToken cancellationToken) => (await database.Query(
        tenant,
        $"""
        select e.id, e.type, e.bdata, coalesce(e.headers->>'{Headers.Commit}', ''), coalesce(e.headers->>'{Headers.Salt}', ''), coalesce(e.headers->>'{Headers.Core}', ''), coalesce(e.headers->>'{Headers.CoreSalt}', '')
        from {StoreSchema.Record}.mt_events e where e.tenant_id = $1 and e.id = any($2)
        """,
        r => (Id: r.GetGuid(0), Type: r.GetString(1), Bytes: r.IsDBNull(2) ? [] : r.GetFieldValue<byte[]>(2), Commit: new Commitment(r.GetString(3), r.GetString(4)), Core: new Commitment(r.GetString(5), r.GetString(6))),
        cancellationToken, Parameter.Of(tenant), Parameter.Of(events)))
        .ToDictionary(e => e.Id, e => new OpenedEvent(IsObserved(e.Type) ? Core(e.Bytes, e.Core) : null, (IsObserved(e.Type) ? payloads : e.Type == LogKeyRotated.Type || decisions.Contains(e.Id)) ? Opened(e.Bytes, e.Commit) : null));

    private static bool IsObserved(string type) => type.EndsWith("_observed", StringComparison.Ordinal);

    // Made again by the present reading; where an older one was committed to, the core stays closed.
    private static OpenedBytes? Core(byte[] payload, Commitment commitment)
    {
        try
        {
            return ObservationReader.Read(payload) is { } said ? Opened(CoreFacts.Of(said), commitment) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static OpenedBytes? Opened(byte[] bytes, Commitment commitment) => bytes.Length > 0 && commitment.Opens(bytes) ? new(commitment.Salt, Convert.ToBase64String(bytes)) : null;
}
