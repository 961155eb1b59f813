using System.Security.Cryptography;
using System.Text;
using Lineage.Server.Infrastructure;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Graph.Engine;

/// <summary>
/// Snapshots of graphs in the data directory, for a fast start; a copy of what the database holds, readable by the owner alone. One is used
/// only while it is of the same read models and of the same record; else the tables are read.
/// </summary>
internal sealed class SnapshotFolder(StateDirectory state, TenantDatabase database, GraphSettings settings, ILogger<SnapshotFolder> logger)
{
    private const string Folder = "graphs";
    private const int Sampled = 16;

    /// <summary>Keeps the facts, which must not change meanwhile.</summary>
    public async Task Save(string tenant, Guid generation, FactStore facts, CancellationToken cancellationToken)
    {
        try
        {
            var header = new SnapshotHeader(tenant, generation, await Events(tenant, facts.Samples(Sampled), cancellationToken));
            state.Keep(Folder, Name(tenant), (header, facts), static (stream, content) =>
            {
                using var writer = new SnapshotWriter(stream);
                writer.Write(content.header);
                content.facts.Save(writer);
                writer.Seal();
            });
            MakeRoom(Name(tenant));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or NpgsqlException)
        {
            logger.LogWarning(e, "The graph of a tenant could not be kept; it will be read from the tables");
        }
    }

    /// <summary>The facts as they were kept; null when there are none, or none that hold.</summary>
    /// <param name="upTo">The last place in the record that is projected.</param>
    public async Task<FactStore?> Load(string tenant, Guid generation, long upTo, long most, CancellationToken cancellationToken)
    {
        var path = state.PathOf(Folder, Name(tenant));
        if (!File.Exists(path)) return null;
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
            if (stream.Length > most) return null;
            using var reader = new SnapshotReader(stream);
            var header = reader.Header();
            if (header.Tenant != tenant || header.Generation != generation || header.Samples.Count == 0 || header.Samples.Keys.Max() > upTo) return null;
            var facts = FactStore.Load(reader);
            reader.EnsureSealed();
            var events = await Events(tenant, [.. header.Samples.Keys], cancellationToken);
            return facts.LastSequence == header.Samples.Keys.Max() && header.Samples.All(sample => events.TryGetValue(sample.Key, out var id) && id == sample.Value) ? facts : null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or IndexOutOfRangeException or ArgumentException)
        {
            logger.LogWarning(e, "The kept graph of a tenant cannot be used; the tables are read");
            return null;
        }
    }

    private async Task<Dictionary<long, Guid>> Events(string tenant, long[] places, CancellationToken cancellationToken) =>
        (await database.Query(
            tenant, "select o.seq, o.event_id from lineage_read.observation o where o.tenant_id = $1 and o.seq = any($2)",
            r => (Place: r.GetInt64(0), Id: r.GetGuid(1)), cancellationToken, Parameter.Of(tenant), Parameter.Of(places)))
        .ToDictionary(e => e.Place, e => e.Id);

    /// <summary>Together snapshots take no more of the disk than graphs may of memory; the oldest go first.</summary>
    private void MakeRoom(string kept)
    {
        var files = state.KeptIn(Folder).Select(name => new FileInfo(state.PathOf(Folder, name))).Where(file => file.Exists).OrderBy(file => file.LastWriteTimeUtc).ToList();
        var total = files.Sum(file => file.Length);
        foreach (var file in files.Where(file => file.Name != kept))
        {
            if (total <= (long)settings.MemoryMiB << 20) return;
            total -= file.Length;
            state.Forget(Folder, file.Name);
        }
    }

    // Names of tenants need not be names of files.
    private static string Name(string tenant) => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tenant)))[..32]}.graph";
}
