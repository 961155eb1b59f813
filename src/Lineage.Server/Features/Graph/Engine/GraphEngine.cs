using Lineage.Contracts;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Features.Graph.Walking;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Settings of the engine.</summary>
/// <param name="Engine">True to answer from memory; false to ask the database step by step.</param>
/// <param name="MemoryMiB">What the graphs of all tenants may take together; a graph that alone takes more is asked of the database.</param>
/// <param name="SnapshotEdges">How many edges a graph must have gained for a snapshot to be worth its while.</param>
internal sealed record GraphSettings(bool Engine, int MemoryMiB, int SnapshotEdges = 20_000)
{
    public static GraphSettings From(IConfiguration configuration) =>
        new(
            configuration.GetValue("Lineage:Graph:Engine", true), Math.Max(1, configuration.GetValue("Lineage:Graph:MemoryMiB", 512)),
            Math.Max(1, configuration.GetValue("Lineage:Graph:SnapshotEdges", 20_000)));
}

/// <summary>
/// Answers questions about lineage from graphs in memory, one a tenant, each read from the read models when it is first asked for and then
/// only what came since. The tenant that was not asked about for the longest time makes room.
/// </summary>
internal sealed class GraphEngine(TenantDatabase database, ProjectionProgress progress, GraphSettings settings, SnapshotFolder snapshots)
{
    private readonly GraphSource _source = new(new(database), snapshots, progress);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TenantGraph> _graphs = new(StringComparer.Ordinal);
    private long _clock;

    private long Most => (long)settings.MemoryMiB << 20;

    /// <summary>The answer; null when the database must be asked.</summary>
    public async Task<FoundAnswer?> Answer(
        Window window, NodeId asked, Node root, string direction, int depth, string granularity, string view, int limit, Guid[] writers, GraphReader reader, CancellationToken cancellationToken)
    {
        if (!settings.Engine || await Graph(window, cancellationToken) is not { } graph) return null;
        var current = view == "current" && root.Kind is not ("run" or "version");
        var question = new Question(window.Sequence, Ticks(window), root, direction, granularity, current, depth, limit, writers);
        if (graph.Explore(question, cancellationToken) is not { } found) return null;
        return new(found, Asked.Of(asked, direction, granularity, view, window), await graph.Names(FoundAnswer.Ids(found), reader, cancellationToken));
    }

    /// <summary>True when an event in the window surely names the node; when false, the database must be asked.</summary>
    public async Task<bool> Knows(Window window, Node root, CancellationToken cancellationToken) =>
        settings.Engine && await Graph(window, cancellationToken) is { } graph && graph.Knows(new(window.Sequence, Ticks(window), root, "both", root.Kind, false, 0, 1, []));

    /// <summary>The tenant's facts up to the window's mark; null when they are too many to keep.</summary>
    public async Task<TenantGraph?> Graph(Window window, CancellationToken cancellationToken)
    {
        var graph = Current(window.Tenant);
        var reached = await graph.Reach(window.Sequence, _source, Most, cancellationToken);
        if (graph.Generation != progress.Generation) return null;
        MakeRoom(graph);
        return reached ? graph : null;
    }

    /// <summary>The tenant's graph; a new one when the read models were built anew since.</summary>
    private TenantGraph Current(string tenant)
    {
        lock (_gate)
        {
            if (!_graphs.TryGetValue(tenant, out var graph) || graph.Generation != progress.Generation) _graphs[tenant] = graph = new(tenant, progress.Generation);
            graph.Used = ++_clock;
            return graph;
        }
    }

    /// <summary>Keeps snapshots of graphs that have changed much.</summary>
    /// <param name="share">The part of a graph that must be new.</param>
    public async Task Save(double share, CancellationToken cancellationToken)
    {
        List<TenantGraph> graphs;
        lock (_gate) graphs = [.. _graphs.Values.Where(graph => graph.Generation == progress.Generation)];
        foreach (var graph in graphs)
            if (graph.Unsaved >= Math.Max(settings.SnapshotEdges, share * graph.Edges)) await graph.Save(snapshots, cancellationToken);
    }

    // The tables hold whole microseconds.
    private static long Ticks(Window window) => window.AsOf.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond;

    private void MakeRoom(TenantGraph kept)
    {
        lock (_gate)
        {
            while (_graphs.Values.Sum(graph => graph.Bytes) > Most && _graphs.Values.Where(graph => graph != kept && graph.Bytes > 0).MinBy(graph => graph.Used) is { } oldest)
                _graphs.Remove(oldest.Tenant);
        }
    }
}
