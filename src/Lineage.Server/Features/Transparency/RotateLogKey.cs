using FluentValidation;
using Lineage.Server.Features.Tenants;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Transparency;

/// <summary>Sign the tenant's log with a new key from now on.</summary>
/// <param name="Reason">Why; it stands in the log for ever.</param>
internal sealed record RotateLogKey(string? Reason) : IRequest<LogKeyAnswer>, IWritesRecord;

internal sealed class RotateLogKeyValidator : AbstractValidator<RotateLogKey>
{
    public RotateLogKeyValidator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(500);
}

internal sealed class RotateLogKeyHandler(Caller caller, LogReader log, ILogSigners signers, DecisionWriter writer, TimeProvider time) : IRequestHandler<RotateLogKey, LogKeyAnswer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<LogKeyAnswer> Handle(RotateLogKey request, CancellationToken cancellationToken)
    {
        var head = await log.Head(caller.Tenant, cancellationToken) ?? throw new RuleViolationException("no-log", "Nothing has been sealed for this tenant yet; there is no key to rotate.");
        var keys = await log.Keys(caller.Tenant, head, cancellationToken);

        // The key is on the disk before the event says so; a rotation that breaks off in between leaves a key that the next one takes.
        var number = await log.KeyNumber(caller.Tenant, head.Id, cancellationToken) + 1;
        var next = signers.Signer(caller.Tenant, head.Checkpoint.Origin, number).Key;
        var rotated = await writer.Append(caller, NaturalKey.Log(caller.Tenant), new LogKeyRotated(number, keys[0].ToString(), next.ToString(), request.Reason!, time.GetUtcNow()), cancellationToken);
        await log.WaitSealed(caller.Tenant, rotated.Id, Patience, cancellationToken);
        return new(head.Checkpoint.Origin, next.ToString(), [.. keys.Select(key => key.ToString())]);
    }
}

internal sealed class RotateLogKeyEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/log/key/rotate", Post).RequireAuthorization(Policies.Admin).WithTags("Log").WithSummary("Sign the log with a new key; the change itself is sealed under the old one").Produces<LogKeyAnswer>().ProducesProblem(409);

    private static async Task<IResult> Post(RotateLogKey command, ISender sender, CancellationToken cancellationToken) => TypedResults.Ok(await sender.Send(command, cancellationToken));
}
