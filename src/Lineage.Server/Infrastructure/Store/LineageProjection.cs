using JasperFx.Events;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Infrastructure.Record;
using Marten;
using Marten.Events.Projections;
using Npgsql;

namespace Lineage.Server.Infrastructure.Store;

/// <summary>
/// Reads each observation once and lets every read model write its rows, all in the transaction that also moves the projection's mark:
/// a row is there exactly once, whatever is killed. One projection for all tables, because reading the event is the dear part.
/// </summary>
internal sealed class LineageProjection(IReadOnlyList<IReadModel> models) : IProjection
{
    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        var page = Read(events);
        if (page.Count > 0) ((ITransactionParticipantRegistrar)operations).AddTransactionParticipant(new Page(models, page));
        return Task.CompletedTask;
    }

    /// <summary>What the events of a page say; erased ones say nothing any more.</summary>
    public static List<Observed> Read(IReadOnlyList<IEvent> events)
    {
        var page = new List<Observed>(events.Count);
        var keys = new KnownKeys();
        foreach (var e in events)
            if (e.Data is IObservedEvent observed && ObservationReader.Read(observed.Body) is { } said)
                page.Add(new(
                    e.TenantId, e.Sequence, e.Id, said.Kind == ObservationKind.Run ? e.StreamId : e.Id, e.Timestamp,
                    StoredHeaders.Text(e, Headers.Actor), StoredHeaders.List(e, Headers.Flags), said)
                { Keys = keys });
        return page;
    }

    private sealed class Page(IReadOnlyList<IReadModel> models, IReadOnlyList<Observed> page) : ITransactionParticipant
    {
        public async Task BeforeCommitAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
        {
            foreach (var model in models) await model.Write(page, connection, cancellationToken);
        }

        public Task AfterCommitAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
