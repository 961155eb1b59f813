namespace Lineage.Server;

/// <summary>The server takes no more work for a while. Answered with 503 and <c>Retry-After</c>, which every OpenLineage client obeys.</summary>
/// <param name="retryAfter">How long the caller should wait; rounded up to whole seconds.</param>
/// <param name="reason">Why, for whoever waits.</param>
internal sealed class OverloadedException(TimeSpan retryAfter, string reason = "The server takes no more work for a while.") : Exception(reason)
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
