using FluentValidation;
using Lineage.Contracts;
using Lineage.Server.Features.Catalog.Reading;
using Lineage.Server.Features.Transparency;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Catalog;

/// <summary>An event as it was stored.</summary>
internal sealed record GetEvent(string EventId) : IRequest<StoredEvent>;

internal sealed class GetEventValidator : AbstractValidator<GetEvent>
{
    public GetEventValidator() => RuleFor(q => q.EventId).Must(id => Guid.TryParse(id, out _)).WithMessage("An event id is a UUID.");
}

internal sealed class GetEventHandler(Caller caller, TenantDatabase database, ISender sender) : IRequestHandler<GetEvent, StoredEvent>
{
    public async Task<StoredEvent> Handle(GetEvent request, CancellationToken cancellationToken)
    {
        var stored = await database.Single(
            caller.Tenant, $"select {StoredEvents.Columns}, e.bdata from {StoreSchema.Record}.mt_events e where e.tenant_id = $1 and e.id = $2", StoredEvents.Read, cancellationToken,
            Parameter.Of(caller.Tenant), Parameter.Of(Guid.Parse(request.EventId)))
            ?? throw new MalformedInputException(404, "unknown-event", "The record holds no such event.", "/eventId");
        return await sender.Send(new GetInclusionProof(request.EventId), cancellationToken) is { } proof ? stored with { Leaf = new(proof.Origin, proof.Index, proof.Proof) } : stored;
    }
}

internal sealed class GetEventEndpoint : IEndpoint
{
    private const string Bytes = "application/octet-stream";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/events/{eventId}", Get).RequireAuthorization(Policies.StoredEvents).WithTags("Emitting").WithSummary("An event as it was stored; its bytes alone with ?raw=true or Accept: application/octet-stream")
            .Produces<StoredEvent>().Produces(200, contentType: Bytes).ProducesProblem(404).ProducesProblem(410);

    private static async Task<IResult> Get(string eventId, bool? raw, HttpRequest http, ISender sender, CancellationToken cancellationToken)
    {
        var stored = await sender.Send(new GetEvent(eventId), cancellationToken);
        if (raw is not true && !http.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(Bytes, StringComparison.OrdinalIgnoreCase))) return TypedResults.Ok(stored);
        return stored.Body is { } body
            ? TypedResults.Bytes(body.Utf8, Bytes, $"{stored.EventId}.json")
            : throw new MalformedInputException(410, "erased-event", "The payload of this event was erased.");
    }
}
