using FluentValidation;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using MediatR;

namespace Lineage.Server.Features.Transparency.Checking;

/// <summary>Check the record of one's tenant against its log now, or join the check that runs already.</summary>
internal sealed record CheckLog : IRequest<LogCheckAnswer>;

internal sealed class CheckLogValidator : AbstractValidator<CheckLog>;

internal sealed class CheckLogHandler(Caller caller, RecordChecks checks, IHostApplicationLifetime life) : IRequestHandler<CheckLog, LogCheckAnswer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<LogCheckAnswer> Handle(CheckLog request, CancellationToken cancellationToken)
    {
        var check = checks.Run(caller.Tenant, gently: false, life.ApplicationStopping);
        try
        {
            return new(false, await check.WaitAsync(Patience, cancellationToken));
        }
        catch (TimeoutException)
        {
            return new(true, null);
        }
    }
}

internal sealed class CheckLogEndpoint : IEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/log/check", Post).RequireAuthorization(Policies.Log).WithTags("Log").WithSummary("Check the record against the log now; 202 when it takes longer than ten seconds")
            .Produces<LogCheckAnswer>().Produces<LogCheckAnswer>(202);

    private static async Task<IResult> Post(ISender sender, CancellationToken cancellationToken)
    {
        var answer = await sender.Send(new CheckLog(), cancellationToken);
        return answer.Running ? TypedResults.Accepted("/api/v1/log/check", answer) : TypedResults.Ok(answer);
    }
}
