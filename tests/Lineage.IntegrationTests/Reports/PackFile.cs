using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lineage.Client.Verification;
using Lineage.Merkle;

namespace Lineage.IntegrationTests.Reports;

/// <summary>The files of a pack in a forger's hands.</summary>
internal sealed class PackFile
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public PackFile(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        foreach (var entry in archive.Entries)
        {
            using var bytes = new MemoryStream();
            using var content = entry.Open();
            content.CopyTo(bytes);
            _files[entry.FullName] = bytes.ToArray();
        }
    }

    public IReadOnlyCollection<string> Paths => _files.Keys;

    public byte[] this[string path]
    {
        get => _files[path];
        set => _files[path] = value;
    }

    public JsonNode Report => JsonNode.Parse(_files["report.json"])!;

    public PackFile Without(string path)
    {
        _files.Remove(path);
        return this;
    }

    /// <summary>Changes the text of a file.</summary>
    public PackFile Replace(string path, string old, string by)
    {
        var text = Encoding.UTF8.GetString(_files[path]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        _files[path] = Encoding.UTF8.GetBytes(text.Replace(old, by, StringComparison.Ordinal));
        return this;
    }

    /// <summary>Changes the report and makes everything fit that needs no key: canonical form and the manifest's hashes.</summary>
    public PackFile Forge(Action<JsonNode> change)
    {
        var report = Report;
        change(report);
        _files["report.json"] = Canonical(report);
        return Fit();
    }

    /// <summary>Makes the manifest fit the files.</summary>
    public PackFile Fit()
    {
        var manifest = JsonNode.Parse(_files["manifest.json"])!;
        foreach (var path in manifest["files"]!.AsObject().Select(f => f.Key).ToList()) manifest["files"]![path] = Convert.ToHexStringLower(SHA256.HashData(_files[path]));
        _files["manifest.json"] = Canonical(manifest);
        return this;
    }

    public byte[] Zip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in _files)
            {
                using var stream = zip.CreateEntry(path, CompressionLevel.NoCompression).Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public Task<PackVerdict> Verify(PackTrust? trust = null) => Verify(Zip(), trust);

    public static async Task<PackVerdict> Verify(byte[] pack, PackTrust? trust = null)
    {
        using var stream = new MemoryStream(pack);
        return await PackVerifier.Verify(stream, trust ?? PackTrust.None);
    }

    private static byte[] Canonical(JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return CanonicalJson.Bytes(document.RootElement);
    }
}
