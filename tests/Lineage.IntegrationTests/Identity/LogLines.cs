using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Lineage.IntegrationTests.Identity;

/// <summary>Keeps what is logged, with the values of the scopes around it.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger, ISupportExternalScope
{
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<string> Written { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => scopes.Push(state);

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        List<object?> parts = [formatter(state, exception), exception];
        scopes.ForEachScope((scope, list) => list.Add(scope), parts);
        Written.Enqueue(string.Join(' ', parts));
    }

    public void Dispose()
    {
    }
}
