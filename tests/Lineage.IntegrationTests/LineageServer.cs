using Lineage.IntegrationTests.Identity;
using Lineage.IntegrationTests.Postgres;
using Lineage.Server;
using Lineage.Server.Infrastructure.Identity;
using Lineage.Server.Infrastructure.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lineage.IntegrationTests;

/// <summary>
/// The whole server in this process, on a port of its own and a database of its own of the shared cluster. Most tests take
/// <see cref="SharedServer"/> and a tenant of their own; a test that changes how the server works starts one with <see cref="Start"/>.
/// </summary>
internal sealed class LineageServer : IAsyncDisposable
{
    private static int s_tenants;
    private readonly TemporaryDirectory _state;

    private LineageServer(RunningServer running, TestDatabase database, TemporaryDirectory state) => (Running, Database, _state) = (running, database, state);

    public RunningServer Running { get; private set; }

    /// <summary>Where its keys and last checkpoints are.</summary>
    public string StateDirectory => _state.Path;

    public TestDatabase Database { get; }

    public IServiceProvider Services => Running.Services;

    /// <param name="adjust">Changes before the server is built: a clock (register a TimeProvider), a further read model, limits.</param>
    /// <param name="database">The database to serve from; a new one when absent.</param>
    public static async Task<LineageServer> Start(Action<WebApplicationBuilder>? adjust = null, TestDatabase? database = null)
    {
        database ??= await ClusterFixture.CreateDatabaseAsync();
        var state = new TemporaryDirectory();
        return new(await Serve(adjust, database, state), database, state);
    }

    /// <summary>Stops it and starts it again on the same database and state directory.</summary>
    /// <param name="meanwhile">What happens while it does not run.</param>
    public async Task Restart(Func<Task>? meanwhile = null, Action<WebApplicationBuilder>? adjust = null)
    {
        await Running.DisposeAsync();
        if (meanwhile is not null) await meanwhile();
        Running = await Serve(adjust, Database, _state);
    }

    /// <summary>A second server on the same database and state directory, which it leaves behind when it stops.</summary>
    public Task<RunningServer> Second(Action<WebApplicationBuilder>? adjust = null) => Serve(adjust, Database, _state);

    /// <summary>A tenant that no other test has.</summary>
    public TestTenant NewTenant() => new(this, $"t{Interlocked.Increment(ref s_tenants)}");

    /// <summary>A client with a token of the development issuer.</summary>
    public HttpClient Client(string tenant, string subject, string[] roles, string[]? namespaces = null)
    {
        var token = Services.GetRequiredService<DevelopmentIssuer>().Issue(new(subject, roles, TimeSpan.FromHours(1), tenant, namespaces));
        return new() { BaseAddress = Running.Url, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        _state.Dispose();
    }

    private static Task<RunningServer> Serve(Action<WebApplicationBuilder>? adjust, TestDatabase database, TemporaryDirectory state) => ServerHost.StartAsync(
        ["--Lineage:Urls=http://127.0.0.1:0", $"--Lineage:DataDirectory={state.Path}"],
        builder =>
        {
            builder.Logging.ClearProviders();
            adjust?.Invoke(builder);
        },
        new(database.As(DatabaseRoles.Owner), database.As(DatabaseRoles.App), database.As(DatabaseRoles.Daemon), Embedded: true),
        CancellationToken.None);
}

/// <summary>The one server that tests share, each in a tenant of its own; started when first asked for, gone with the process.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private static readonly Lazy<Task<LineageServer>> s_server = new(() => LineageServer.Start());

    internal LineageServer Server { get; private set; } = null!;

    internal TestTenant NewTenant() => Server.NewTenant();

    public async Task InitializeAsync() => Server = await s_server.Value;

    public Task DisposeAsync() => Task.CompletedTask;
}
