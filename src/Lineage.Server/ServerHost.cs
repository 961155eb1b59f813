namespace Lineage.Server;

/// <summary>Starts the server inside another process.</summary>
public static class ServerHost
{
    /// <summary>Serves until stopped.</summary>
    /// <returns>0 when stopped in order.</returns>
    public static Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Starts serving and returns once ready.</summary>
    public static Task<RunningServer> StartAsync(string[] args, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Signs a token of the development issuer whose key lies in the data directory.</summary>
    public static string IssueToken(string? dataDirectory, string subject, string[] roles, string tenant, TimeSpan expires, string[]? namespaces) =>
        throw new NotSupportedException();
}

/// <summary>A server that runs in this process; disposing stops it.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    /// <summary>Where it answers.</summary>
    public required Uri Url { get; init; }

    /// <summary>A further database on the embedded PostgreSQL; null when the server uses somebody else's.</summary>
    public Task<string?> DatabaseBesideAsync(string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Signs a token.</summary>
    public string Issue(string subject, string[] roles, string tenant, TimeSpan expires) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
