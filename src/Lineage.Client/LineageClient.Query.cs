using Lineage.Contracts;

namespace Lineage.Client;

public sealed partial class LineageClient
{
    /// <summary>What a node comes from, what comes from it, or both.</summary>
    /// <param name="node">The node to start at.</param>
    /// <param name="direction">Which way to follow the edges.</param>
    /// <param name="query">Depth, points in time, granularity, view and limit; null takes the server's defaults.</param>
    /// <param name="ct">Stops the request.</param>
    /// <exception cref="LineageProblemException">404 when the node is unknown, 400 when a parameter is malformed, 401 or 403 without the right.</exception>
    public Task<LineageAnswer> GetLineageAsync(NodeId node, LineageDirection direction, LineageQuery? query = null, CancellationToken ct = default) =>
        GetJsonAsync<LineageAnswer>("api/v1/lineage" + (query ?? new()).ToQueryString(("nodeId", node.ToString()), ("direction", Text(direction))), ct);

    /// <summary>Everything downstream of a node, with the owners to tell.</summary>
    /// <param name="node">The node that changes.</param>
    /// <param name="query">Depth, points in time, granularity, view and limit; null takes the server's defaults.</param>
    /// <param name="ct">Stops the request.</param>
    /// <exception cref="LineageProblemException">404 when the node is unknown, 400 when a parameter is malformed, 401 or 403 without the right.</exception>
    public Task<ImpactAnswer> GetImpactAsync(NodeId node, LineageQuery? query = null, CancellationToken ct = default) =>
        GetJsonAsync<ImpactAnswer>("api/v1/lineage/impact" + (query ?? new()).ToQueryString(("nodeId", node.ToString())), ct);

    /// <summary>The ways from one node to another, each as a list of node ids.</summary>
    /// <param name="from">The start.</param>
    /// <param name="to">The end.</param>
    /// <param name="query">Points in time, granularity, view and limit; null takes the server's defaults.</param>
    /// <param name="ct">Stops the request.</param>
    /// <exception cref="LineageProblemException">404 when a node is unknown, 400 when a parameter is malformed, 401 or 403 without the right.</exception>
    public Task<PathsAnswer> GetPathsAsync(NodeId from, NodeId to, LineageQuery? query = null, CancellationToken ct = default) =>
        GetJsonAsync<PathsAnswer>("api/v1/lineage/paths" + (query ?? new()).ToQueryString(("from", from.ToString()), ("to", to.ToString())), ct);

    /// <summary>Copies the whole graph of the tenant, as JSON, into a stream; memory use does not grow with it.</summary>
    /// <param name="destination">Receives the bytes as they come; stays open.</param>
    /// <param name="query">Points in time; null means now.</param>
    /// <param name="ct">Stops the copy.</param>
    public async Task GetGraphExportAsync(Stream destination, LineageQuery? query = null, CancellationToken ct = default)
    {
        using var response = await SendAsync(() => Request(HttpMethod.Get, "api/v1/graph/export" + (query ?? new()).ToQueryString(), "application/json"), whole: false, ct).ConfigureAwait(false);
        await response.Content.CopyToAsync(destination, ct).ConfigureAwait(false);
    }

    /// <summary>Version, counts and how far the projections lag behind the record.</summary>
    public Task<StatusAnswer> GetStatusAsync(CancellationToken ct = default) => GetJsonAsync<StatusAnswer>("api/v1/status", ct);

    /// <summary>Whether the server says it is ready to take events and answer queries. Needs no token.</summary>
    /// <exception cref="HttpRequestException">No connection after all retries.</exception>
    public async Task<bool> IsReadyAsync(CancellationToken ct = default)
    {
        try
        {
            using var response = await SendAsync(() => Request(HttpMethod.Get, "health/ready", "*/*"), whole: true, ct).ConfigureAwait(false);
            return true;
        }
        catch (LineageProblemException)
        {
            return false;
        }
    }

    private static string Text(LineageDirection direction) => direction switch
    {
        LineageDirection.Upstream => "upstream",
        LineageDirection.Downstream => "downstream",
        _ => "both",
    };
}
