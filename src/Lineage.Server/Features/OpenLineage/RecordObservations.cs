using System.Text.Json;
using FluentValidation;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Tenants;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.OpenLineage;

/// <summary>Keep these events, each by itself: one that cannot be kept does not cost its neighbours. Answered when all that are kept are durable.</summary>
/// <param name="Bodies">One JSON value each, as received.</param>
internal sealed record RecordObservations(IReadOnlyList<byte[]> Bodies, string RequestId) : IRequest<IReadOnlyList<Outcome>>, IWritesRecord;

/// <summary>What became of one event: a receipt, or why there is none.</summary>
internal sealed record Outcome(Receipt? Receipt, Refusal? Refusal, bool Retriable = false);

internal sealed class RecordObservationsValidator : AbstractValidator<RecordObservations>
{
    public const int Most = 1000;

    public RecordObservationsValidator() => RuleFor(c => c.Bodies.Count).InclusiveBetween(1, Most);
}

internal sealed class RecordObservationsHandler(EventWriter writer, ActorDirectory actors, RecordKeys keys, Caller caller, TimeProvider time) : IRequestHandler<RecordObservations, IReadOnlyList<Outcome>>
{
    public async Task<IReadOnlyList<Outcome>> Handle(RecordObservations request, CancellationToken cancellationToken)
    {
        var actor = await actors.IdOf(caller.Tenant, caller.Subject, cancellationToken);
        var now = time.GetUtcNow();
        var read = request.Bodies.Select(body => Read(body, actor, request.RequestId, now)).ToList();
        List<NewEvent> events = [.. read.Select(r => r.Event).OfType<NewEvent>()];
        var appended = await writer.Append(caller.Tenant, events);
        var next = 0;
        return [.. read.Select(r => r.Event is null ? new(null, r.Refusal) : Told(appended[next++]))];
    }

    private static Outcome Overloaded => new(null, new(503, "overloaded", "The server takes no more work for a while."), Retriable: true);

    private static Outcome Told(Appended appended)
    {
        if (appended.Event is { } e) return new(new(e.Id, e.Sequence, e.RecordedAt, e.Duplicate, e.Commitment.Value, e.Commitment.Salt, e.Flags, Batch: e.Batch), null);
        return appended.Failure is OverloadedException ? Overloaded : new(null, new(500, "not-stored", "The server could not store the event."), Retriable: true);
    }

    private (NewEvent? Event, Refusal? Refusal) Read(byte[] body, string actor, string requestId, DateTimeOffset now)
    {
        try
        {
            if (JsonShape.Refuse(body) is { } malformed) return (null, malformed);
            using var document = JsonDocument.Parse(body, JsonLimits.Document);
            if (EventShape.Check(document.RootElement) is { } refusal) return (null, refusal);
            var said = ObservationReader.Read(document.RootElement)!;
            var ns = said.Job?.Namespace ?? said.Subject!.Namespace;
            if (!caller.MayWriteTo(ns)) return (null, new(403, "namespace-not-allowed", "This token may not write to the namespace.", said.Job is null ? "/dataset/namespace" : "/job/namespace"));
            return (new(keys.EventId(caller.Tenant, body), Stream(said), Event(said.Kind, body), actor, requestId, CoreFacts.Of(said), [.. Oddities.Of(document.RootElement, now).Select(Storable)]), null);
        }
        catch (JsonException malformed)
        {
            return (null, JsonShape.Explain(body, malformed));
        }
    }

    // A flag names a place, and the name of a member may hold NUL, which the store's headers cannot.
    private static string Storable(string flag) => flag.Replace('\0', '\uFFFD');

    private Guid Stream(Observation said) => said.Kind switch
    {
        ObservationKind.Run => NaturalKey.Run(caller.Tenant, said.RunId!),
        ObservationKind.Job => NaturalKey.Job(caller.Tenant, said.Job!.Namespace, said.Job.Name),
        _ => NaturalKey.Dataset(caller.Tenant, said.Subject!.Namespace, said.Subject.Name),
    };

    private static IObservedEvent Event(ObservationKind kind, byte[] body) => kind switch
    {
        ObservationKind.Run => new RunObserved(body),
        ObservationKind.Job => new JobObserved(body),
        _ => new DatasetObserved(body),
    };
}
