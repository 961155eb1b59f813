using System.Diagnostics;
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
    private const int Full = 1000;
    private static readonly TimeSpan ForEachEvent = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(300);
    private long _last;

    public async Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        var page = Read(events);
        if (page.Count > 0) ((ITransactionParticipantRegistrar)operations).AddTransactionParticipant(new Page(models, page));

        // A page costs a transaction and a COPY for each table, however few its events: while single posts come steadily, pages follow each other less closely.
        if (events.Count < Full && Apart(events.Count) - Stopwatch.GetElapsedTime(_last) is { Ticks: > 0 } early) await Task.Delay(early, cancellation);
        _last = Stopwatch.GetTimestamp();
    }

    private static TimeSpan Apart(int events) => TimeSpan.FromTicks(Math.Min(Longest.Ticks, events * ForEachEvent.Ticks));

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
