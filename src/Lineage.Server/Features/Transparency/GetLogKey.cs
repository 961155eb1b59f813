using FluentValidation;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Features.Transparency.Receipts;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using MediatR;

namespace Lineage.Server.Features.Transparency;

/// <summary>The verifier keys of the tenant's log.</summary>
internal sealed record GetLogKey : IRequest<LogKeyAnswer>;

/// <param name="Key">The verifier key (C2SP signed-note vkey) that signs now.</param>
/// <param name="Earlier">Keys that signed before it, newest first.</param>
internal sealed record LogKeyAnswer(string Origin, string Key, IReadOnlyList<string> Earlier);

internal sealed class GetLogKeyValidator : AbstractValidator<GetLogKey>;

internal sealed class GetLogKeyHandler(Caller caller, LogReader log, LogIdentities logs) : IRequestHandler<GetLogKey, LogKeyAnswer>
{
    public async Task<LogKeyAnswer> Handle(GetLogKey request, CancellationToken cancellationToken)
    {
        // Receipts are signed before anything is sealed, so the key is told as early.
        if (await log.Head(caller.Tenant, cancellationToken) is not { } head)
        {
            var key = (await logs.Signer(caller.Tenant, cancellationToken)).Key;
            return new(key.Name, key.ToString(), []);
        }

        var keys = await log.Keys(caller.Tenant, head, cancellationToken);
        return new(head.Checkpoint.Origin, keys[0].ToString(), [.. keys.Skip(1).Select(key => key.ToString())]);
    }
}

internal sealed class GetLogKeyEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/log/key", Get).RequireAuthorization(Policies.Proofs).WithTags("Log").WithSummary("The log's verifier key as one line of text, or, by Accept, as JSON with the earlier ones")
            .Produces(200, contentType: "text/plain", additionalContentTypes: ["application/json"]);

    private static async Task<IResult> Get(HttpRequest http, ISender sender, CancellationToken cancellationToken)
    {
        var keys = await sender.Send(new GetLogKey(), cancellationToken);
        return http.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            ? TypedResults.Ok(keys)
            : TypedResults.Text($"{keys.Key}\n", "text/plain; charset=utf-8");
    }
}
