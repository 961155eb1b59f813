using FluentValidation;
using Lineage.Server.Infrastructure.Identity;
using MediatR;

namespace Lineage.Server.Infrastructure.Telemetry;

/// <summary>One log line per command or query: its name, for which tenant, how long, how it ended. Never what it says.</summary>
internal sealed partial class Logging<TRequest, TResponse>(ILogger<Logging<TRequest, TResponse>> log, CallerAccessor caller, TimeProvider clock)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var outcome = "done";
        try
        {
            return await next();
        }
        catch (Exception e)
        {
            outcome = e switch
            {
                ValidationException or MalformedInputException => "invalid",
                RuleViolationException => "refused",
                OverloadedException => "overloaded",
                OperationCanceledException => "cancelled",
                _ => $"failed ({e.GetType().Name})",
            };
            throw;
        }
        finally
        {
            Ended(log, typeof(TRequest).Name, caller.Find()?.Tenant, outcome, clock.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Request} of tenant {Tenant}: {Outcome} after {Milliseconds:0.0} ms")]
    private static partial void Ended(ILogger logger, string request, string? tenant, string outcome, double milliseconds);
}
