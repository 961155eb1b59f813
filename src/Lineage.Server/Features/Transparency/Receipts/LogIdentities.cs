using System.Collections.Concurrent;
using Lineage.Merkle;
using Lineage.Server.Infrastructure.Store;
using Npgsql;

namespace Lineage.Server.Features.Transparency.Receipts;

/// <summary>
/// The origin and present key of each tenant's log. A tenant whose log is not open yet has the ones with which the sealer will open it:
/// the key is made by whoever asks first.
/// </summary>
internal sealed class LogIdentities(TenantDatabase database, LogSettings settings, ILogSigners signers, TimeProvider time)
{
    // After a rotation the old key may sign for as long; readers know it and checkpoints carry it longer.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private const int Remembered = 10_000;
    private readonly ConcurrentDictionary<string, (INoteSigner Signer, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    /// <summary>Signs as the tenant's log; the name of its key is the log's origin.</summary>
    public async Task<INoteSigner> Signer(string tenant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(tenant, out var known) && now - known.At < Fresh) return known.Signer;
        if (_known.Count >= Remembered) _known.Clear();
        try
        {
            var (origin, key) = await Present(tenant, cancellationToken);
            return (_known[tenant] = (signers.Signer(tenant, origin, key), now)).Signer;
        }
        catch (NpgsqlException) when (known.Signer is not null)
        {
            // What was true a while ago still counts: readers keep earlier keys.
            return known.Signer;
        }
    }

    private async Task<Row> Present(string tenant, CancellationToken cancellationToken) =>
        await database.Single(
            tenant, $"select origin, key from {LogSchema.Name}.log where tenant_id = $1 order by generation desc limit 1",
            r => new Row(r.GetString(0), r.GetInt32(1)), cancellationToken, Parameter.Of(tenant)) ?? new(settings.Origin(tenant, 1), 1);

    private sealed record Row(string Origin, int Key);
}
