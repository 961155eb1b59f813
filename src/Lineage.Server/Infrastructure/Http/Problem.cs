using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Lineage.Server.Infrastructure.Http;

/// <summary>Problem details (RFC 9457) whose <c>type</c> callers may switch on.</summary>
internal static class Problem
{
    /// <summary>The problem that a status alone tells.</summary>
    public static ProblemDetails Of(int status) => Complete(new() { Status = status });

    /// <summary>A problem of the input: <c>urn:lineage:problem:CODE</c>.</summary>
    public static ProblemDetails Of(int status, string code, string title, string? detail = null) =>
        new() { Status = status, Type = $"urn:lineage:problem:{code}", Title = title, Detail = detail };

    /// <summary>Gives a problem the type and title of its status where it has none of its own.</summary>
    public static ProblemDetails Complete(ProblemDetails problem)
    {
        var status = problem.Status ??= StatusCodes.Status500InternalServerError;
        if (problem.Type?.StartsWith("urn:", StringComparison.Ordinal) is true) return problem;

        (var code, problem.Title) = Known(status);
        problem.Type = $"urn:lineage:problem:{code}";
        return problem;
    }

    private static (string Code, string Title) Known(int status) => status switch
    {
        400 => ("malformed-request", "The request cannot be read."),
        401 => ("unauthenticated", "A valid token is needed."),
        403 => ("forbidden", "The caller's roles do not allow this."),
        404 => ("not-found", "There is nothing here."),
        405 => ("method-not-allowed", "This address has no such method."),
        406 => ("not-acceptable", "There is no answer in the form asked for."),
        408 => ("request-timeout", "The request came too slowly."),
        413 => ("body-too-large", "The body is larger than the limit."),
        415 => ("unsupported-media-type", "The body's media type is not taken here."),
        422 => ("invalid", "The input is well-formed but not valid."),
        500 => ("unexpected", "The server failed; the request id leads to the cause in its log."),
        503 => ("unavailable", "The server cannot answer now."),
        _ => ($"http-{status}", ReasonPhrases.GetReasonPhrase(status)),
    };
}
