using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lineage.Tests.Client;

/// <summary>A real server on a free port that speaks the few routes a test needs and remembers what it was sent.</summary>
internal sealed class TinyServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<Seen> seen = [];

    private TinyServer(WebApplication app) => this.app = app;

    internal sealed record Seen(string Method, string Path, string Query, string? Authorization, string? Accept, string? Encoding, string Body);

    internal Uri Url => new(app.Urls.First());

    internal IReadOnlyList<Seen> Requests
    {
        get
        {
            lock (seen)
                return [.. seen];
        }
    }

    internal static async Task<TinyServer> StartAsync(Func<HttpContext, string, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = null);
        var server = new TinyServer(builder.Build());
        server.app.Run(async context =>
        {
            var body = await ReadAsync(context.Request);
            lock (server.seen)
                server.seen.Add(new(context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", context.Request.Headers.Authorization, context.Request.Headers.Accept, context.Request.Headers.ContentEncoding, body));
            await answer(context, body);
        });
        await server.app.StartAsync();
        return server;
    }

    internal static Task Json(HttpContext context, int status, string json, string mediaType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        return context.Response.WriteAsync(json);
    }

    internal static Task Problem(HttpContext context, int status, string detail) =>
        Json(context, status, $$$"""{"type":"urn:lineage:problem:test","title":"Test","status":{{{status}}},"detail":"{{{detail}}}","errors":{"/job/name":["is missing"]}}""", "application/problem+json");

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static async Task<string> ReadAsync(HttpRequest request)
    {
        var body = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var reader = new StreamReader(body, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
