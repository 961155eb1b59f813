using FluentValidation;
using Lineage.Server.Features.Organisation;
using Lineage.Server.Features.Reports;
using Lineage.Server.Features.Tenants;
using Lineage.Server.Features.Transparency;
using Lineage.Server.Features.Transparency.Sealing;
using Lineage.Server.Infrastructure;
using Lineage.Server.Infrastructure.Hosting;
using Lineage.Server.Infrastructure.Http;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Postgres;
using Lineage.Server.Infrastructure.Record;
using Lineage.Server.Infrastructure.Store;
using Lineage.Server.Infrastructure.Telemetry;

namespace Lineage.Server;

/// <summary>Starts the server, in a process of its own or inside another program.</summary>
public static class ServerHost
{
    /// <summary>Serves until the process is asked to stop.</summary>
    /// <returns>0 after a clean stop; 1 when it could not start, with the reason on standard error.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var server = await StartAsync(args, cancellationToken);
            if (!server.Stopping) Console.WriteLine($"Lineage is ready on {server.Url.ToString().TrimEnd('/')}");
            return await server.Stopped(cancellationToken);
        }
        catch (Exception e) when (e is PostgresSetupException or IOException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>Starts the server; it answers when this returns, and stops when the returned object is disposed.</summary>
    public static async Task<RunningServer> StartAsync(string[] args, CancellationToken cancellationToken = default) => await StartAsync(args, null, null, cancellationToken);

    /// <param name="given">The database to serve from, by its roles; null to open the one that the configuration asks for.</param>
    internal static async Task<RunningServer> StartAsync(string[] args, Action<WebApplicationBuilder>? adjust, DatabaseConnections? given, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        adjust?.Invoke(builder);
        var urls = (builder.Configuration["Lineage:Urls"] ?? builder.Configuration["urls"] ?? "http://127.0.0.1:5080").Split(';');
        if (builder.Configuration["Authentication:Authority"] is null or "")
            DevelopmentIssuer.EnsureLoopback(urls, builder.Configuration.GetValue<bool>("Authentication:AllowDevelopmentIssuerOnNetwork"));
        var state = new StateDirectory(DataDirectory(builder.Configuration["Lineage:DataDirectory"]));
        using var startLogs = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole(console => console.SingleLine = true));
        var database = given is null
            ? await Database.Open(builder.Configuration, state, startLogs.CreateLogger("Lineage.Server.Database"), cancellationToken)
            : await Database.Given(given, cancellationToken);
        RunningServer server;
        Rebuilding rebuilding;
        try
        {
            builder.WebHost.UseUrls(urls);
            AddLineage(builder, state, database.Connections);
            var app = builder.Build();
            UseLineage(app);
            rebuilding = app.Services.GetRequiredService<Rebuilding>();
            if (builder.Configuration.GetValue<bool>("Lineage:Rebuild")) await rebuilding.Begin(cancellationToken);
            await app.StartAsync(cancellationToken);
            server = new(app, database);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }

        try
        {
            await server.Until(rebuilding.Finish, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A token of the development issuer of that data directory; the server need not run.</summary>
    /// <exception cref="ArgumentException">A part of the token cannot be issued; the message names it.</exception>
    public static string IssueToken(string? dataDirectory, string subject, string[] roles, string tenant, TimeSpan expires, string[]? namespaces)
    {
        using var issuer = new DevelopmentIssuer(new StateDirectory(DataDirectory(dataDirectory)), TimeProvider.System);
        return issuer.Issue(new TokenRequest(subject, roles, expires, tenant, namespaces));
    }

    /// <summary>Writes a backup of a data directory, whose server may run: the database, and the keys and checkpoints beside it.</summary>
    /// <param name="folder">A folder that does not exist yet or is empty.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <exception cref="IOException">Why it cannot be made, in words for the operator.</exception>
    public static Task BackupAsync(string? dataDirectory, string folder, Action<string> progress, CancellationToken cancellationToken = default) =>
        Told(() => BackupFolder.Write(Path.GetFullPath(DataDirectory(dataDirectory)), Path.GetFullPath(folder), progress, cancellationToken));

    /// <summary>
    /// Puts a backup into a data directory whose server is stopped, or, without a folder, takes note that the operator restored a database
    /// server of his own. Logs that are behind what they signed go on under a new origin at the next start.
    /// </summary>
    /// <exception cref="IOException">Why it cannot be restored, in words for the operator.</exception>
    public static Task RestoreAsync(string? dataDirectory, string? folder, Action<string> progress, CancellationToken cancellationToken = default) => Told(async () =>
    {
        var directory = Path.GetFullPath(DataDirectory(dataDirectory));
        if (folder is null) new OutsideCheckpoints(new StateDirectory(directory)).AcknowledgeRestore([]);
        else await BackupFolder.Restore(directory, Path.GetFullPath(folder), progress, cancellationToken);
    });

    private static async Task Told(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (PostgresSetupException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static string DataDirectory(string? configured) => configured is { Length: > 0 } ? configured : EmbeddedPostgres.DefaultDataDirectory();

    private static void AddLineage(WebApplicationBuilder builder, StateDirectory state, DatabaseConnections connections)
    {
        var services = builder.Services;
        services.TryAddSystemClock();
        services.AddHttpPlumbing();
        services.ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));
        services.AddIdentity(builder.Configuration, state);
        services.AddTelemetry(builder.Configuration);
        services.AddSingleton(RecordKeys.From(state));
        services.AddStore(connections);
        services.AddTransparency(builder.Configuration, state);
        services.AddScoped<OrganisationReader>();
        services.AddSingleton<ClosedTenants>();
        services.AddReports();
        services.AddValidatorsFromAssemblyContaining<RunningServer>(ServiceLifetime.Singleton, includeInternalTypes: true);
        services.AddMediatR(mediator => mediator.RegisterServicesFromAssemblyContaining<RunningServer>().AddOpenBehavior(typeof(Logging<,>)).AddOpenBehavior(typeof(Validation<,>)).AddOpenBehavior(typeof(OpenTenant<,>)));
        services.AddHealthChecks().AddCheck<ProjectionHealth>("projections", tags: [TelemetrySetup.Ready]).AddCheck<SealerHealth>("log", tags: [TelemetrySetup.Ready]);
    }

    private static void UseLineage(WebApplication app)
    {
        app.UseHttpPlumbing();
        app.MapPlumbing();
        Endpoints.MapAll(app.MapGroup("/api/v1"));
        LogRoutes.Map(app);
    }

    // A test may have put a clock of its own in.
    private static void TryAddSystemClock(this IServiceCollection services)
    {
        if (!services.Any(s => s.ServiceType == typeof(TimeProvider))) services.AddSingleton(TimeProvider.System);
    }
}
