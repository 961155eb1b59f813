using System.Globalization;

namespace Lineage.Client;

/// <summary>Which way lineage is followed.</summary>
public enum LineageDirection
{
    /// <summary>Towards the sources.</summary>
    Upstream,

    /// <summary>Towards what is made from the node.</summary>
    Downstream,

    /// <summary>Both ways.</summary>
    Both,
}

/// <summary>How a lineage question is narrowed; whatever is null is left to the server.</summary>
public sealed record LineageQuery
{
    /// <summary>How many steps to follow.</summary>
    public int? Depth { get; init; }

    /// <summary>Valid time: only events that claim to have happened by then count.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Recorded time (RFC 3339), or the mark of an earlier answer (its <c>knownAt</c>): only events recorded by then count.</summary>
    public string? KnownAt { get; init; }

    /// <summary><c>dataset</c>, <c>job</c>, <c>run</c> or <c>field</c>.</summary>
    public string? Granularity { get; init; }

    /// <summary><c>current</c> (the latest state of each job) or <c>all</c> (everything ever seen in the window).</summary>
    public string? View { get; init; }

    /// <summary>Most nodes in the answer (server: 500 by default, 20,000 at most).</summary>
    public int? Limit { get; init; }

    internal string ToQueryString(params ReadOnlySpan<(string Name, string? Value)> first)
    {
        List<(string Name, string? Value)> all =
        [
            .. first,
            ("depth", Depth?.ToString(CultureInfo.InvariantCulture)),
            ("asOf", AsOf?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)),
            ("knownAt", KnownAt),
            ("granularity", Granularity),
            ("view", View),
            ("limit", Limit?.ToString(CultureInfo.InvariantCulture)),
        ];
        var given = all.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}").ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }
}
