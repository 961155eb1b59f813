using FluentValidation;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using MediatR;

namespace Lineage.Server.Features.Transparency.Timestamps;

/// <summary>The timestamp of a checkpoint of the tenant's log.</summary>
/// <param name="Size">The checkpoint's size; that of the last one that was stamped when absent.</param>
internal sealed record GetTimestamp(long? Size) : IRequest<StampedCheckpoint>;

internal sealed class GetTimestampValidator : AbstractValidator<GetTimestamp>
{
    public GetTimestampValidator() => RuleFor(q => q.Size).GreaterThan(0);
}

internal sealed class GetTimestampHandler(Caller caller, LogReader log) : IRequestHandler<GetTimestamp, StampedCheckpoint>
{
    public async Task<StampedCheckpoint> Handle(GetTimestamp request, CancellationToken cancellationToken)
    {
        var head = await log.Head(caller.Tenant, cancellationToken);
        return (head is null ? null : await log.Stamped(caller.Tenant, head.Id, request.Size, cancellationToken)) ?? throw new MalformedInputException(404, "no-timestamp", "No checkpoint of that size was stamped.", "/size");
    }
}

internal sealed class GetTimestampEndpoint : IEndpoint
{
    private const string MediaType = "application/timestamp-reply";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/log/timestamp", Get).RequireAuthorization(Policies.Log).WithTags("Log").WithSummary("The RFC 3161 timestamp (TimeStampResp) over the signed note of a checkpoint, byte for byte; by Accept, the checkpoint too, as JSON")
            .Produces(200, contentType: MediaType, additionalContentTypes: ["application/json"]).ProducesProblem(404);

    private static async Task<IResult> Get(long? size, HttpRequest http, ISender sender, CancellationToken cancellationToken)
    {
        var stamped = await sender.Send(new GetTimestamp(size), cancellationToken);
        return http.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            ? TypedResults.Ok(stamped)
            : TypedResults.Bytes(stamped.Token, MediaType, $"checkpoint-{stamped.Size}.tsr");
    }
}
