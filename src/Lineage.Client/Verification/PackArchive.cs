using System.IO.Compression;
using Lineage.Contracts.Packs;

namespace Lineage.Client.Verification;

/// <summary>Reads the zip file of a pack into memory, and refuses one that could fill it or that names files outside of itself.</summary>
internal static class PackArchive
{
    private const int MostFiles = 200_000;
    private const long LargestFile = 256L * 1024 * 1024;
    private const long LargestPack = 1024L * 1024 * 1024;
    private const int LongestPath = 200;

    /// <exception cref="PackUnreadableException">It is no zip file, or not one of a pack.</exception>
    public static Dictionary<string, byte[]> Read(Stream stream)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > MostFiles) throw new PackUnreadableException($"The zip file holds {zip.Entries.Count} files; a pack has at most {MostFiles}.");
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            var left = LargestPack;
            foreach (var entry in zip.Entries)
            {
                if (!IsPath(entry.FullName)) throw new PackUnreadableException($"The zip file names a file that no pack has: {Visible(entry.FullName)}");
                var bytes = Inflate(entry, Math.Min(LargestFile, left));
                left -= bytes.Length;
                if (!files.TryAdd(entry.FullName, bytes)) throw new PackUnreadableException($"The zip file holds {entry.FullName} twice.");
            }

            return files.ContainsKey(PackLayout.Manifest) ? files : throw new PackUnreadableException("The zip file is no report pack: it has no manifest.json.");
        }
        catch (InvalidDataException e)
        {
            throw new PackUnreadableException($"The file cannot be read as a zip file: {e.Message}");
        }
    }

    // What a header says of the length is not believed: at most that much is read.
    private static byte[] Inflate(ZipArchiveEntry entry, long most)
    {
        if (entry.Length > most) throw new PackUnreadableException($"{entry.FullName} is too large for a pack.");
        var bytes = new byte[entry.Length];
        using var content = entry.Open();
        content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return content.ReadByte() < 0 ? bytes : throw new PackUnreadableException($"{entry.FullName} is longer than the zip file says.");
    }

    private static bool IsPath(string path) =>
        path.Length is > 0 and <= LongestPath && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/') && path.Split('/').All(part => part.Trim('.').Length > 0);

    private static string Visible(string path) => string.Concat(path.Take(LongestPath).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or '\\' ? c : '?'));
}
