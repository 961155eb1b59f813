using Lineage.Server.Infrastructure.Hosting;
using Lineage.Server.Infrastructure.Identity;

namespace Lineage.Server;

/// <summary>A server that answers. Disposing it drains what it has accepted, stops the projections and then the database.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Database _database;

    internal RunningServer(WebApplication app, Database database) => (_app, _database) = (app, database);

    /// <summary>Where it listens; the first address when there are several.</summary>
    public Uri Url => new(_app.Urls.First());

    internal IServiceProvider Services => _app.Services;

    /// <summary>A token of its development issuer.</summary>
    /// <exception cref="InvalidOperationException">Tokens come from a configured OIDC issuer.</exception>
    public string Issue(string subject, string[] roles, string tenant, TimeSpan expires) =>
        _app.Services.GetRequiredService<DevelopmentIssuer>().Issue(new TokenRequest(subject, roles, expires, tenant));

    /// <summary>A further database on the embedded PostgreSQL, made when it is missing; null when the server uses somebody else's.</summary>
    /// <returns>An Npgsql connection string.</returns>
    public Task<string?> DatabaseBesideAsync(string name, CancellationToken cancellationToken = default) => _database.Beside(name, cancellationToken);

    /// <summary>True once it was asked to stop.</summary>
    internal bool Stopping => _app.Lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Returns when the work is done, or when the process was asked to stop before.</summary>
    internal async Task Until(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_app.Lifetime.ApplicationStopping, cancellationToken);
        try
        {
            await work(either.Token);
        }
        catch (OperationCanceledException) when (Stopping && !cancellationToken.IsCancellationRequested)
        {
            // What is left of it is done after the next start.
        }
    }

    /// <summary>Waits until the process is asked to stop (0), or its PostgreSQL has ended unasked (1).</summary>
    internal async Task<int> Stopped(CancellationToken cancellationToken)
    {
        var asked = _app.WaitForShutdownAsync(cancellationToken);
        return await Task.WhenAny(asked, _database.Ended) == asked ? 0 : 1;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}
