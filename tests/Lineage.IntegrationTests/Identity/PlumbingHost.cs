using System.Net.Http.Headers;
using FluentValidation;
using FluentValidation.Results;
using Lineage.Server;
using Lineage.Server.Infrastructure;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lineage.IntegrationTests.Identity;

/// <summary>A server with nothing but the plumbing, a few routes to press on, and a state directory of its own.</summary>
internal sealed class PlumbingHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private PlumbingHost(WebApplication app, TemporaryDirectory folder, StateDirectory state)
    {
        (this.app, Folder, State) = (app, folder, state);
        Client = new() { BaseAddress = new(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public TemporaryDirectory Folder { get; }

    public StateDirectory State { get; }

    public DevelopmentIssuer Issuer => app.Services.GetRequiredService<DevelopmentIssuer>();

    public static async Task<PlumbingHost> Start(Dictionary<string, string?>? configuration = null, Action<IServiceCollection>? services = null)
    {
        TemporaryDirectory folder = new();
        StateDirectory state = new(folder.Path);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(configuration ?? []) { ["urls"] = "http://127.0.0.1:0" });
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddIdentity(builder.Configuration, state);
        builder.Services.AddHttpPlumbing();
        builder.Services.AddTelemetry(builder.Configuration);
        services?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseHttpPlumbing();
        app.MapPlumbing();
        Map(app);
        await app.StartAsync();
        return new(app, folder, state);
    }

    /// <summary>A client whose token has these roles.</summary>
    public HttpClient As(params string[] roles) => With(Issuer.Issue(new("ann", roles, TimeSpan.FromMinutes(5))));

    public HttpClient With(string token) => new()
    {
        BaseAddress = Client.BaseAddress,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        Folder.Dispose();
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/who", (Caller caller) => new { caller.Subject, caller.Tenant, caller.Roles, caller.Namespaces, writesToHr = caller.MayWriteTo("hr") });
        app.MapPost("/echo", (Body body) => body);
        app.MapPost("/small", async (HttpRequest request) => await new StreamReader(request.Body).ReadToEndAsync()).WithMetadata(new RequestSizeLimitAttribute(10));
        app.MapGet("/page", () => Results.Text("<h1>hello</h1>", "text/html"));
        foreach (var policy in Policies.RolesOf.Keys)
            app.MapGet($"/policy/{policy}", () => "in").RequireAuthorization(policy);

        Exception[] thrown =
        [
            new ValidationException([new ValidationFailure("Inputs[0].Namespace", "must not be empty"), new ValidationFailure("RunId", "a"), new ValidationFailure("RunId", "b")]),
            new MalformedInputException(400, "no-json", "The body is no JSON.", "/a/0"),
            new RuleViolationException("already-signed", "The report is signed."),
            new OverloadedException(TimeSpan.FromSeconds(1.2)),
            new InvalidOperationException("secret of the house"),
        ];
        foreach (var exception in thrown)
            app.MapGet($"/throw/{exception.GetType().Name}", string () => throw exception);
    }

    internal sealed record Body(int Count, Body[]? Parts = null);
}
