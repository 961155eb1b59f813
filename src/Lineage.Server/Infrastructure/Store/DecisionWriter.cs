using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Record;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>Puts decisions into the record, in the name of whoever made them.</summary>
internal sealed class DecisionWriter(EventWriter writer, ActorDirectory actors, IHttpContextAccessor http, TimeProvider time)
{
    /// <summary>Returns when the decision is durable.</summary>
    public async Task<RecordedEvent> Append(Caller caller, Guid stream, IDecidedEvent decision, CancellationToken cancellationToken)
    {
        var actor = await actors.IdOf(caller.Tenant, caller.Subject, cancellationToken);
        return await writer.Append(caller.Tenant, new NewEvent(Guid.CreateVersion7(time.GetUtcNow()), stream, decision, actor, http.HttpContext?.TraceIdentifier ?? "", null, []));
    }
}

/// <summary>A decision with its place in the record.</summary>
internal sealed record RecordedDecision(object Data, string Actor, DateTimeOffset RecordedAt, long Sequence, Guid EventId);

/// <summary>Reads the decisions of a stream, oldest first.</summary>
internal sealed class DecisionReader(Marten.IDocumentStore store)
{
    public async Task<IReadOnlyList<RecordedDecision>> Read(string tenant, Guid stream, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession(tenant);
        var events = await session.Events.FetchStreamAsync(stream, token: cancellationToken);
        return [.. events.Select(e => new RecordedDecision(e.Data, StoredHeaders.Text(e, Headers.Actor), e.Timestamp, e.Sequence, e.Id))];
    }
}
