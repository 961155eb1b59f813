using System.Net;
using System.Net.Http.Headers;

namespace Lineage.Client;

/// <summary>When a request is sent again, and after how long.</summary>
internal static class Retry
{
    internal static bool IsPassing(HttpStatusCode status) => status
        is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>The wait the server asks for (RFC 9110 section 10.2.3: seconds or a date); null when it asks for none.</summary>
    internal static TimeSpan? After(RetryConditionHeaderValue? header, TimeProvider time) =>
        header?.Delta ?? (header?.Date is { } date ? Positive(date - time.GetUtcNow()) : null);

    /// <summary>The server's wish, else the doubled delay with up to a quarter added by chance so that many emitters do not come back at once.</summary>
    internal static TimeSpan Delay(int attempt, TimeSpan? asked, LineageClientOptions options)
    {
        var wait = asked ?? options.RetryDelay * Math.Pow(2, Math.Min(attempt, 16)) * (1 + Spread());
        return wait < options.MaxRetryDelay ? wait : options.MaxRetryDelay;
    }

#pragma warning disable CA5394 // the spread is no secret
    private static double Spread() => Random.Shared.NextDouble() / 4;
#pragma warning restore CA5394

    private static TimeSpan Positive(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
}
