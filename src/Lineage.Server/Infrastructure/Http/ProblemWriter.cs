using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Lineage.Server.Infrastructure.Http;

/// <summary>Writes every problem as <c>application/problem+json</c>, whatever the caller accepts, with the id of its request.</summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Status ??= http.Response.StatusCode;
        Problem.Complete(problem).Extensions["requestId"] = http.TraceIdentifier;
        http.Response.StatusCode = problem.Status.Value;
        return new(http.Response.WriteAsJsonAsync(
            problem, problem.GetType(), json.Value.SerializerOptions, "application/problem+json", http.RequestAborted));
    }
}
