using FluentValidation;
using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Transparency;

/// <summary>The proof that an event is in the log; null while no checkpoint covers it, and for one whom it does not concern.</summary>
/// <param name="Sequence">The event's place in the record, as its receipt says: the leaf is found by it when the row is gone.</param>
internal sealed record GetInclusionProof(string? EventId, long? Sequence = null) : IRequest<EventProof?>;

/// <summary>An event's entry and the proof that it is in the log.</summary>
/// <param name="Format">lineage-proof/v1.</param>
/// <param name="Entry">Base64 of the entry's bytes.</param>
/// <param name="Proof">The proof as C2SP tlog-proof text; the entry stands in its extra line.</param>
internal sealed record EventProof(string Format, Guid EventId, string Origin, long Index, string Entry, string Proof)
{
    public const string Version = "lineage-proof/v1";
}

internal sealed class GetInclusionProofValidator : AbstractValidator<GetInclusionProof>
{
    public GetInclusionProofValidator() => RuleFor(q => q.EventId).Must(id => Guid.TryParse(id, out _)).WithMessage("An event id is a UUID.");
}

internal sealed class GetInclusionProofHandler(Caller caller, LogReader log, ActorDirectory actors) : IRequestHandler<GetInclusionProof, EventProof?>
{
    public async Task<EventProof?> Handle(GetInclusionProof request, CancellationToken cancellationToken)
    {
        var id = Guid.Parse(request.EventId!);
        var found = await log.Leaf(caller.Tenant, id, cancellationToken) ?? (request.Sequence is { } sequence ? await log.LeafAt(caller.Tenant, sequence, id, cancellationToken) : null);
        if (found is not { } leaf || !await MaySee(leaf, cancellationToken)) return null;
        var head = await log.HeadOf(caller.Tenant, leaf.Log, cancellationToken);
        if (head is null || head.Checkpoint.Size <= leaf.Index) return null;
        var path = await new TiledTree(head.Checkpoint.Size, log.Tiles(caller.Tenant, head.Id)).Inclusion(leaf.Index, cancellationToken);
        return new(EventProof.Version, id, head.Checkpoint.Origin, leaf.Index, Convert.ToBase64String(leaf.Entry), new TlogProof(leaf.Index, path, leaf.Entry, head.Note).ToString());
    }

    // Whoever only emits may ask about what it sent itself.
    private async Task<bool> MaySee(SealedEvent leaf, CancellationToken cancellationToken) =>
        caller.Roles.Any(Policies.RolesOf[Policies.Log].Contains) || LeafEntry.TryParse(leaf.Entry)?.Actor == await actors.IdOf(caller.Tenant, caller.Subject, cancellationToken);
}

internal sealed class GetInclusionProofEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/log/proofs/inclusion", Get).RequireAuthorization(Policies.Proofs).WithTags("Log").WithSummary("The proof that an event is in the log, as C2SP tlog-proof text or, by Accept, as JSON")
            .Produces(200, contentType: "text/plain", additionalContentTypes: ["application/json"]).ProducesProblem(404);

    private static async Task<IResult> Get(string? eventId, long? sequence, HttpRequest http, ISender sender, CancellationToken cancellationToken)
    {
        var proof = await sender.Send(new GetInclusionProof(eventId, sequence), cancellationToken)
            ?? throw new MalformedInputException(404, "not-sealed", "No checkpoint of this log covers such an event.", "/eventId");
        return http.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            ? TypedResults.Ok(proof)
            : TypedResults.Bytes(System.Text.Encoding.UTF8.GetBytes(proof.Proof), "text/plain; charset=utf-8", $"{proof.EventId}.tlog-proof");
    }
}
