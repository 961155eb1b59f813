using FluentValidation;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Store;
using MediatR;

namespace Lineage.Server.Features.Transparency.Witnessing;

/// <summary>How far the witnesses have cosigned the tenant's log.</summary>
internal sealed record GetWitnesses : IRequest<WitnessesAnswer>;

/// <param name="Size">The size of the log's last checkpoint; 0 when nothing is sealed yet.</param>
internal sealed record WitnessesAnswer(long Size, IReadOnlyList<WitnessState> Witnesses);

/// <param name="Key">Its verifier key (C2SP signed-note vkey).</param>
/// <param name="Size">The largest size that it cosigned; 0 for none.</param>
/// <param name="WitnessedAt">The time that this cosignature states.</param>
/// <param name="Error">Why it cosigns nothing more; null when all is well.</param>
internal sealed record WitnessState(string Name, Uri Url, string Key, long Size, DateTimeOffset? WitnessedAt, string? Error, DateTimeOffset? ErrorAt);

internal sealed class GetWitnessesValidator : AbstractValidator<GetWitnesses>;

internal sealed class GetWitnessesHandler(Caller caller, LogReader log, TenantDatabase database, WitnessSettings settings) : IRequestHandler<GetWitnesses, WitnessesAnswer>
{
    public async Task<WitnessesAnswer> Handle(GetWitnesses request, CancellationToken cancellationToken)
    {
        var head = await log.Head(caller.Tenant, cancellationToken);
        var states = new List<WitnessState>();
        foreach (var witness in settings.Witnesses)
            states.Add(await Of(witness, head?.Id ?? 0, cancellationToken));
        return new(head?.Checkpoint.Size ?? 0, states);
    }

    private async Task<WitnessState> Of(WitnessAddress witness, int log, CancellationToken cancellationToken)
    {
        var key = witness.Key.ToString();
        var last = await database.Single(
            caller.Tenant, $"select size, witnessed_at from {LogSchema.Name}.cosignature where tenant_id = $1 and log_id = $2 and key = $3 order by size desc limit 1",
            r => new Last(r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1)), cancellationToken, Parameter.Of(caller.Tenant), Parameter.Of(log), Parameter.Of(key));
        var trouble = await database.Single(
            caller.Tenant, $"select words, seen_at from {LogSchema.Name}.witness_trouble where tenant_id = $1 and log_id = $2 and key = $3",
            r => new Trouble(r.GetString(0), r.GetFieldValue<DateTimeOffset>(1)), cancellationToken, Parameter.Of(caller.Tenant), Parameter.Of(log), Parameter.Of(key));
        return new(witness.Key.Name, witness.Url, key, last?.Size ?? 0, last?.At, trouble?.Words, trouble?.At);
    }

    private sealed record Last(long Size, DateTimeOffset At);

    private sealed record Trouble(string Words, DateTimeOffset At);
}

internal sealed class GetWitnessesEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/log/witnesses", Get).RequireAuthorization(Policies.Log).WithTags("Log").WithSummary("How far the witnesses have cosigned the log, and what they say against it").Produces<WitnessesAnswer>();

    private static async Task<IResult> Get(ISender sender, CancellationToken cancellationToken) => TypedResults.Ok(await sender.Send(new GetWitnesses(), cancellationToken));
}
