using FluentValidation;
using Lineage.Merkle;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using MediatR;

namespace Lineage.Server.Features.Transparency;

/// <summary>The proof that the log of one size is the beginning of the log of another.</summary>
/// <param name="From">The smaller size.</param>
/// <param name="To">The larger size; that of the last checkpoint when absent.</param>
internal sealed record GetConsistencyProof(long? From, long? To) : IRequest<SizesProof>;

/// <param name="Proof">Base64 of each hash of the proof (RFC 6962 section 2.1.2).</param>
/// <param name="Checkpoint">The last signed checkpoint, whose size is at least <paramref name="To"/>.</param>
internal sealed record SizesProof(string Origin, long From, long To, IReadOnlyList<string> Proof, string Checkpoint);

internal sealed class GetConsistencyProofValidator : AbstractValidator<GetConsistencyProof>
{
    public GetConsistencyProofValidator()
    {
        RuleFor(q => q.From).NotNull().GreaterThanOrEqualTo(0);
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.To is not null).WithMessage("to is at least from.");
    }
}

internal sealed class GetConsistencyProofHandler(Caller caller, LogReader log) : IRequestHandler<GetConsistencyProof, SizesProof>
{
    public async Task<SizesProof> Handle(GetConsistencyProof request, CancellationToken cancellationToken)
    {
        var head = await log.Head(caller.Tenant, cancellationToken) ?? throw new MalformedInputException(404, "unknown-log-file", "Nothing has been sealed in this log yet.");
        var (from, to) = (request.From!.Value, request.To ?? head.Checkpoint.Size);
        if (to > head.Checkpoint.Size || from > to) throw new MalformedInputException(422, "unknown-size", $"The log has {head.Checkpoint.Size} entries.", to > head.Checkpoint.Size ? "/to" : "/from");
        var proof = from == 0 ? [] : await new TiledTree(to, log.Tiles(caller.Tenant, head.Id)).Consistency(from, cancellationToken);
        return new(head.Checkpoint.Origin, from, to, [.. proof.Select(hash => hash.ToString())], head.Note);
    }
}

internal sealed class GetConsistencyProofEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/log/proofs/consistency", Get).RequireAuthorization(Policies.Log).WithTags("Log").WithSummary("The proof that the log of size from is the beginning of the log of size to")
            .Produces<SizesProof>().ProducesProblem(404).ProducesProblem(422);

    private static async Task<IResult> Get(long? from, long? to, ISender sender, CancellationToken cancellationToken) => TypedResults.Ok(await sender.Send(new GetConsistencyProof(from, to), cancellationToken));
}
