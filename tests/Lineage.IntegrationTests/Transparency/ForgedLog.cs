using System.Text;
using Lineage.Merkle;
using Npgsql;

namespace Lineage.IntegrationTests.Transparency;

/// <summary>What an attacker does who has both the database and the signing key: builds the log anew, consistent in itself.</summary>
internal static class ForgedLog
{
    private const string Ours = "log_id = (select log_id from lineage_log.log where tenant_id = '{t}')";

    /// <summary>The tenant's signing key, out of the state directory.</summary>
    public static string KeyFile(SealedTenant tenant) => Path.Combine(tenant.Server.StateDirectory, "keys", $"log-{tenant.Name}-1");

    /// <summary>The tenant's last checkpoint outside the database.</summary>
    public static string OutsideFile(SealedTenant tenant) => Path.Combine(tenant.Server.StateDirectory, "checkpoints", tenant.Name);

    /// <summary>Rewrites the log with other entries, tiles and a new signature, and leaves nothing of what was signed before.</summary>
    /// <param name="forge">Gives the new entry for an index and its old entry; null to end the log there.</param>
    /// <returns>The new signed checkpoint.</returns>
    public static async Task<string> Write(SealedTenant tenant, Func<int, LeafEntry, LeafEntry?> forge)
    {
        var origin = await tenant.Single("select origin from lineage_log.log where tenant_id = '{t}'", r => r.GetString(0));
        var entries = new List<byte[]>();
        for (var i = 0; i < tenant.Ids.Count; i++)
            if (forge(i, LeafEntry.Parse(await tenant.Single($"select entry from lineage_log.leaf where {Ours} and idx = {i}", r => r.GetFieldValue<byte[]>(0)))) is { } entry) entries.Add(entry.ToBytes());
            else break;
        var tree = new TreeAppender();
        foreach (var entry in entries) tree.Append(Rfc6962.LeafHash(entry));
        var note = SignedNote.Sign(new Checkpoint(origin, tree.Size, tree.Root()).Text, new Ed25519Signer(origin, await File.ReadAllBytesAsync(KeyFile(tenant)))).ToString();
        await tenant.Attack($"delete from lineage_log.leaf where {Ours} and idx >= {tree.Size}; delete from lineage_log.checkpoint where {Ours}");
        for (var i = 0; i < entries.Count; i++) await tenant.Attack($"update lineage_log.leaf set entry = $1 where {Ours} and idx = {i}", new NpgsqlParameter { Value = entries[i] });
        foreach (var (tile, bytes) in tree.Changed())
            await tenant.Attack($"update lineage_log.tile set hashes = $1 where {Ours} and level = {tile.Level} and n = {tile.Index}", new NpgsqlParameter { Value = bytes });
        await tenant.Attack(
            $"insert into lineage_log.checkpoint (tenant_id, log_id, size, note, signed_at) select tenant_id, log_id, {tree.Size}, $1, now() from lineage_log.log where tenant_id = '{{t}}'", new NpgsqlParameter { Value = note });
        return note;
    }

    /// <summary>Puts the forged checkpoint in place of the true one outside the database.</summary>
    public static Task Outside(SealedTenant tenant, string note) => File.WriteAllTextAsync(OutsideFile(tenant), note, new UTF8Encoding(false));
}
