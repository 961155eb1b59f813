using Microsoft.Net.Http.Headers;

namespace Lineage.Server.Infrastructure.Http;

/// <summary>What browsers are told about every answer. An endpoint that sets one of these headers itself keeps its own.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Pages = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private const string Data = "default-src 'none'; frame-ancestors 'none'";

    public Task Invoke(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            var endpoint = context.GetEndpoint()?.Metadata.GetMetadata<ContentPolicy>();
            var isPage = context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) is true;
            headers.TryAdd(HeaderNames.XContentTypeOptions, "nosniff");
            headers.TryAdd("Referrer-Policy", "no-referrer");
            headers.TryAdd(HeaderNames.ContentSecurityPolicy, endpoint?.For(context) ?? (isPage ? Pages : Data));
            if (context.User.Identity?.IsAuthenticated is true) headers.TryAdd(HeaderNames.CacheControl, "no-store");
            return Task.CompletedTask;
        });
        return next(context);
    }
}
