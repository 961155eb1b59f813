namespace Lineage.Client;

/// <summary>How a <see cref="LineageClient"/> reaches its server.</summary>
public sealed record LineageClientOptions
{
    /// <summary>Address of the server, for example <c>https://lineage.example.org</c>. When null, the base address of the HTTP client is used.</summary>
    public Uri? Url { get; init; }

    /// <summary>Bearer token (RFC 6750). It is sent to <see cref="Url"/> only, never to another origin. Null sends none.</summary>
    public string? Token { get; init; }

    /// <summary>Compress request bodies of <see cref="GzipThreshold"/> bytes or more (RFC 9110 section 8.4, <c>Content-Encoding: gzip</c>).</summary>
    public bool Gzip { get; init; } = true;

    /// <summary>Smallest body, in bytes, that is worth compressing.</summary>
    public int GzipThreshold { get; init; } = 1024;

    /// <summary>How long one attempt may take before it counts as failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is sent again after the first attempt failed for a passing reason. 0 sends once.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>Wait before the first retry; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Longest wait between two attempts, also when the server asks for more by <c>Retry-After</c>.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Keeps the receipts of all events sent, also those of tracked runs; null keeps none. It stays the caller's.</summary>
    public ReceiptBook? Receipts { get; init; }

    /// <summary>Clock for waits, event times and run ids.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
