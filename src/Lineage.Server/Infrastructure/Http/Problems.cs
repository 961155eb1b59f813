using System.Globalization;
using System.Text.Json;
using FluentValidation;
using JasperFx;
using Lineage.Server.Infrastructure.Store;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Lineage.Server.Infrastructure.Http;

/// <summary>The only place where an exception becomes an answer. What is not listed here is a 500 that tells nothing but its request id.</summary>
internal sealed class Problems(IProblemDetailsService problems) : IExceptionHandler
{
    private static readonly TimeSpan WithoutDatabase = TimeSpan.FromSeconds(2);

    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (From(exception) is not { } problem) return ValueTask.FromResult(false);

        httpContext.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(((exception as OverloadedException)?.RetryAfter ?? WithoutDatabase).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }

    private static ProblemDetails? From(Exception exception) => exception switch
    {
        ValidationException e => Invalid(e),
        MalformedInputException e => Pointed(Problem.Of(e.Status, e.Code, "The input cannot be used.", e.Message), e.Pointer),
        RuleViolationException e => new() { Status = 409, Type = $"urn:lineage:rule:{e.Code}", Title = "The present state does not allow this.", Detail = e.Message },
        ConcurrencyException => new() { Status = 409, Type = "urn:lineage:rule:concurrent-write", Title = "Someone else wrote first; read again and retry." },
        OverloadedException e => Problem.Of(503, "overloaded", e.Message),
        _ when Transient.Is(exception) => Problem.Of(503, "database-unavailable", "The database does not answer at the moment; nothing is lost that was acknowledged."),
        BadHttpRequestException e => Pointed(Problem.Of(e.StatusCode), (e.InnerException as JsonException)?.Path is { } path ? JsonPointer.From(path) : null),
        _ => null,
    };

    private static HttpValidationProblemDetails Invalid(ValidationException exception)
    {
        var errors = exception.Errors.GroupBy(failure => JsonPointer.From(failure.PropertyName)).ToDictionary(g => g.Key, g => g.Select(f => f.ErrorMessage).ToArray());
        return new(errors) { Status = 422, Type = "urn:lineage:problem:invalid", Title = "The input is well-formed but not valid." };
    }

    private static ProblemDetails Pointed(ProblemDetails problem, string? pointer)
    {
        if (pointer is not null) problem.Extensions["pointer"] = pointer;
        return problem;
    }
}
