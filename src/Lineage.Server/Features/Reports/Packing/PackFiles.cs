using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Lineage.Merkle;

namespace Lineage.Server.Features.Reports.Packing;

/// <summary>Writes the files of a pack so that the same pack has the same bytes.</summary>
internal static class PackFiles
{
    // The earliest time that a zip file can state: no file has a time of its own.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The value in canonical form (RFC 8785).</summary>
    public static byte[] Canonical<T>(T value)
    {
        using var document = JsonSerializer.SerializeToDocument(value, ReportJson.Options);
        return CanonicalJson.Bytes(document.RootElement);
    }

    /// <summary>SHA-256 in hex.</summary>
    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>One zip file, entries ordered by name.</summary>
    public static byte[] Zip(IReadOnlyDictionary<string, byte[]> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(path, CompressionLevel.Optimal);
                entry.LastWriteTime = NoTime;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
