using System.Text;
using System.Text.Json;
using Lineage.Contracts.Packs;
using Lineage.Merkle;

namespace Lineage.Client.Verification;

/// <summary>The seal: the manifest's hash stands in an event, and that event's entry is in the log.</summary>
internal static class PackSeal
{
    public static PackCheck Check(IReadOnlyDictionary<string, byte[]> files, PackManifest manifest, string hash, PackEvidence evidence)
    {
        try
        {
            var proof = TlogProof.Parse(Encoding.UTF8.GetString(Required(files, PackLayout.SealProof)));
            var entry = Required(files, PackLayout.SealEntry);
            // After a rotation of keys the seal may be signed by a newer one; the origin stays.
            var sealing = proof.Verify(entry, evidence.Keys);
            Continues(files, evidence.Checkpoint!, sealing);
            var opening = JsonSerializer.Deserialize<OpenedBytes>(Required(files, PackLayout.SealOpening), JsonSerializerOptions.Web) ?? throw new FormatException("seal/opening.json is empty.");
            var leaf = LeafEntry.Parse(entry);
            var bytes = Convert.FromBase64String(opening.Bytes ?? "");
            if (leaf.Type != "report_packed" || !new Commitment(leaf.Commit, opening.Salt ?? "").Opens(bytes)) throw new FormatException("The opened bytes of the seal are not those of its entry.");
            using var document = JsonDocument.Parse(bytes);
            var packed = document.RootElement;
            if (packed.Text("manifestSha256") != hash) throw new FormatException($"The log holds the manifest {packed.Text("manifestSha256")}; this one is {hash}.");
            if (packed.Text("reportId") != manifest.ReportId || packed.Text("origin") != manifest.Log.Origin || packed.Number("size") != manifest.Log.Size || packed.Text("openings") != manifest.Openings)
                throw new FormatException("The seal is that of another pack.");
            return new("seal", PackResult.Proved, $"The manifest's hash is entry {proof.Index} of {sealing.Origin}, recorded on {packed.Text("packedAt")}: the pack is as it was made.");
        }
        catch (Exception e) when (e is FormatException or VerificationException or JsonException)
        {
            return new("seal", PackResult.Failed, e.Message);
        }
    }

    private static void Continues(IReadOnlyDictionary<string, byte[]> files, Checkpoint evidence, Checkpoint sealing)
    {
        if (sealing.Origin != evidence.Origin) return;
        var path = Encoding.UTF8.GetString(Required(files, PackLayout.SealConsistency)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(MerkleHash.Parse).ToList();
        if (!ConsistencyProof.Verify(evidence.Size, sealing.Size, evidence.Root, sealing.Root, path))
            throw new VerificationException($"The log of {sealing.Size} entries that sealed the pack does not continue the log of {evidence.Size} entries in it: the log was forked.");
    }

    private static byte[] Required(IReadOnlyDictionary<string, byte[]> files, string path) => files.GetValueOrDefault(path) ?? throw new FormatException($"{path} is missing.");
}
