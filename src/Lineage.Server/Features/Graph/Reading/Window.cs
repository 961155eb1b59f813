using System.Diagnostics;
using System.Globalization;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Transparency.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Graph.Reading;

/// <summary>Which events count: of one tenant, with a valid time up to <paramref name="AsOf"/>, recorded up to <paramref name="Sequence"/>.</summary>
internal sealed record Window(string Tenant, DateTimeOffset AsOf, long Sequence)
{
    /// <summary>How the mark is written in answers; sent back as knownAt it gives the same answer again.</summary>
    public string KnownAt => $"seq:{Sequence.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Condition on the columns valid_at and seq; the window's parameters are always the first three.</summary>
    public static string Of(string alias) => $"{alias}.tenant_id = $1 and {alias}.valid_at <= $2 and {alias}.seq <= $3";

    /// <summary>
    /// The same for rows of events that name one of the datasets, whose ids are the parameter. Whatever a table says of a dataset stands in an
    /// event that dataset_use lists for it, so that the other tables need no index by dataset.
    /// </summary>
    public static string Naming(string alias, string datasets = "$4") =>
        $"{Of(alias)} and {alias}.seq = any(array(select named.seq from lineage_read.dataset_use named where {Of("named")} and named.dataset_id = any({datasets})))";

    /// <summary>The same for rows of the events of these runs and static statements.</summary>
    /// <param name="groups">SQL that selects their ids.</param>
    public static string Within(string alias, string groups) =>
        $"{Of(alias)} and {alias}.seq = any(array(select within.seq from lineage_read.observation within where {Of("within")} and within.group_id = any(array({groups}))))";
}

/// <summary>Makes a window of what a caller asks for; the mark is resolved once and nothing at or below it can still appear.</summary>
internal sealed class WindowResolver(TenantDatabase database, ProjectionProgress progress, LogReader log, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <param name="asOf">RFC 3339; now when absent.</param>
    /// <param name="knownAt">A recorded time (RFC 3339), <c>seq:N</c> or <c>log:SIZE</c>; what is projected by now when absent.</param>
    /// <exception cref="MalformedInputException">422 when one of them cannot be understood.</exception>
    /// <exception cref="OverloadedException">The read models are being built again.</exception>
    public async Task<Window> Resolve(string tenant, string? asOf, string? knownAt, CancellationToken cancellationToken)
    {
        var valid = string.IsNullOrEmpty(asOf) ? time.GetUtcNow()
            : EventTime.Read(asOf)?.Value ?? throw new MalformedInputException(422, "unreadable-time", "asOf is a time (RFC 3339).", "/asOf");
        var now = await progress.Now(cancellationToken);
        if (now.Building is { } building)
            throw new OverloadedException(building.Left is { } left && left < LongestWait ? left : LongestWait, $"Questions are answered when the read models are built again: {building}.");
        return new(tenant, valid, await Mark(tenant, knownAt, now.Projected, cancellationToken));
    }

    private async Task<long> Mark(string tenant, string? knownAt, long mark, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(knownAt)) return mark;
        if (knownAt.StartsWith("seq:", StringComparison.Ordinal))
        {
            return long.TryParse(knownAt.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && sequence <= mark
                ? sequence
                : throw new MalformedInputException(422, "unknown-mark", $"knownAt names no event that is projected by now; the last is seq:{mark}.", "/knownAt");
        }

        if (knownAt.StartsWith("log:", StringComparison.Ordinal)) return await MarkOfLog(tenant, knownAt.AsMemory(4), cancellationToken);
        if (EventTime.Read(knownAt) is not { } time)
            throw new MalformedInputException(422, "unreadable-time", "knownAt is a time (RFC 3339), seq:N or log:SIZE.", "/knownAt");
        return await database.Single(
            tenant, "select coalesce(max(o.seq), 0) from lineage_read.observation o where o.tenant_id = $1 and o.recorded_at <= $2 and o.seq <= $3",
            r => r.GetInt64(0), cancellationToken, Parameter.Of(tenant), Parameter.Of(time.Value), Parameter.Of(mark));
    }

    private async Task<long> MarkOfLog(string tenant, ReadOnlyMemory<char> size, CancellationToken cancellationToken)
    {
        var mark = long.TryParse(size.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var entries) ? await log.MarkOf(tenant, entries, cancellationToken) : null;
        if (mark is null) throw new MalformedInputException(422, "unknown-mark", "knownAt names a size that no checkpoint of the log covers.", "/knownAt");

        // A checkpoint may be a moment ahead of the read models.
        for (var waited = Stopwatch.StartNew(); (await progress.Now(cancellationToken)).Projected < mark; await Task.Delay(20, cancellationToken))
            if (waited.Elapsed > Patience) throw new OverloadedException(TimeSpan.FromSeconds(1));
        return mark.Value;
    }
}
