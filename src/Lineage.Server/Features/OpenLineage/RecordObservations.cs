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
        var pending = request.Bodies.Select(body => Keep(body, actor, request.RequestId, now)).ToList();
        return await Task.WhenAll(pending);
    }

    private async Task<Outcome> Keep(byte[] body, string actor, string requestId, DateTimeOffset now)
    {
        NewEvent e;
        try
        {
            if (JsonShape.Refuse(body) is { } malformed) return new(null, malformed);
            using var document = JsonDocument.Parse(body, JsonLimits.Document);
            if (EventShape.Check(document.RootElement) is { } refusal) return new(null, refusal);
            var said = ObservationReader.Read(document.RootElement)!;
            var ns = said.Job?.Namespace ?? said.Subject!.Namespace;
            if (!caller.MayWriteTo(ns)) return new(null, new(403, "namespace-not-allowed", "This token may not write to the namespace.", said.Job is null ? "/dataset/namespace" : "/job/namespace"));
            e = new(keys.EventId(caller.Tenant, body), Stream(said), Event(said.Kind, body), actor, requestId, CoreFacts.Of(said), [.. Oddities.Of(document.RootElement, body, now).Select(Storable)]);
        }
        catch (JsonException malformed)
        {
            return new(null, new(400, "malformed-json", $"Not JSON: line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}."));
        }

        try
        {
            var kept = await writer.Append(caller.Tenant, e);
            return new(new(kept.Id, kept.Sequence, kept.RecordedAt, kept.Duplicate, kept.Commitment.Value, kept.Commitment.Salt, kept.Flags, Batch: kept.Batch), null);
        }
        catch (OverloadedException)
        {
            return new(null, new(503, "overloaded", "The server takes no more work for a while."), Retriable: true);
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
