using System.Net;
using System.Net.Sockets;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Telemetry;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Lineage.Server.Infrastructure.Http;

internal static class HttpPlumbing
{
    /// <summary>Problem details, the API document, HSTS and what they need.</summary>
    public static IServiceCollection AddHttpPlumbing(this IServiceCollection services)
    {
        // Before AddProblemDetails, whose own writer gives way to a caller that accepts no JSON.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails().AddExceptionHandler<Problems>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));

        // Its lines hold query strings, and names looked for must not get into a log.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));
        return services.AddApiDocument();
    }

    /// <summary>The pipeline up to and with authorization. First of all middleware.</summary>
    public static WebApplication UseHttpPlumbing(this WebApplication app)
    {
        UseKnownProxies(app);
        app.UseMiddleware<RequestId>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseHsts();
        app.UseExceptionHandler();
        app.UseStatusCodePages(WriteProblem);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }

    /// <summary>Health, metrics, the API document and, where no OIDC issuer is configured, the development issuer.</summary>
    public static WebApplication MapPlumbing(this WebApplication app)
    {
        app.MapTelemetry();
        app.MapApiDocument();
        if (app.Services.GetRequiredService<IdentitySettings>().Authority is not null) return app;

        // Asked for now, so that an unusable key stops the start and not every request.
        app.Services.GetRequiredService<DevelopmentIssuer>();
        DevelopmentIssuerEndpoints.Map(app);
        return app;
    }

    private static async Task WriteProblem(StatusCodeContext context)
    {
        var http = context.HttpContext;
        await http.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new() { HttpContext = http, ProblemDetails = Problem.Of(http.Response.StatusCode) });
    }

    /// <summary>X-Forwarded-For and -Proto count only from the addresses and networks in <c>Lineage:KnownProxies</c>.</summary>
    private static void UseKnownProxies(WebApplication app)
    {
        var known = app.Configuration.GetSection("Lineage:KnownProxies").Get<string[]>() ?? [];
        if (known.Length == 0) return;

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var entry in known)
            options.KnownIPNetworks.Add(entry.Contains('/', StringComparison.Ordinal) ? System.Net.IPNetwork.Parse(entry) : Host(IPAddress.Parse(entry)));

        app.UseForwardedHeaders(options);
    }

    private static System.Net.IPNetwork Host(IPAddress address) => new(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
}
