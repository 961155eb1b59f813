using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>Where graphs are read from: a snapshot when one holds, and the tables.</summary>
internal sealed class GraphSource(FactLoader loader, SnapshotFolder snapshots, ProjectionProgress progress)
{
    public async Task<FactStore?> Snapshot(string tenant, Guid generation, long most) =>
        await snapshots.Load(tenant, generation, (await progress.Now(CancellationToken.None)).Projected, most, CancellationToken.None);

    public Task Rows(string tenant, long after, long upTo, Action<Action<FactStore>> add) => loader.Load(tenant, after, upTo, add, CancellationToken.None);

    /// <summary>Which building of the read models there is now.</summary>
    public async Task<Guid> Generation()
    {
        await progress.Now(CancellationToken.None);
        return progress.Generation;
    }
}
