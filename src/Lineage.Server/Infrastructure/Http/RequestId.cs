using System.Text.RegularExpressions;

namespace Lineage.Server.Infrastructure.Http;

/// <summary>Gives every request an id that its answer, its problem details and its log lines share. A caller's own id is kept when it is plain.</summary>
internal sealed partial class RequestId(RequestDelegate next, TimeProvider clock)
{
    public const string Header = "X-Request-Id";

    public Task Invoke(HttpContext context)
    {
        var given = context.Request.Headers[Header];
        var id = given.Count == 1 && Plain().IsMatch(given[0]!) ? given[0]! : Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        context.TraceIdentifier = id;
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = id;
            return Task.CompletedTask;
        });
        return next(context);
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,128}\z")]
    private static partial Regex Plain();
}
