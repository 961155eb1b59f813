using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Lineage.Cli.Emission;

/// <summary>Reads events from a file or standard input, packed with gzip (RFC 1952) or not, holding one event at a time.</summary>
internal static class EventReader
{
    internal static async IAsyncEnumerable<SourceEvent> ReadAsync(Stream stream, string name, EventLayout layout, [EnumeratorCancellation] CancellationToken stop)
    {
        var splitter = new EventSplitter(name, layout == EventLayout.Auto ? LayoutOf(name) : layout);
        await using var plain = await UnpackAsync(stream, stop);
        var block = new byte[64 * 1024];
        string? broken = null;
        while (true)
        {
            int read;
            try
            {
                read = await plain.ReadAsync(block, stop);
            }
            catch (InvalidDataException)
            {
                broken = "the packed data is damaged from here on";
                break;
            }

            if (read == 0)
                break;
            foreach (var found in splitter.Feed(block.AsSpan(0, read)))
                yield return found;
        }

        foreach (var found in splitter.End())
            yield return found;
        if (broken is not null)
            yield return new(name, default, broken);
    }

    private static EventLayout LayoutOf(string name)
    {
        var plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return Path.GetExtension(plain).ToUpperInvariant() is ".NDJSON" or ".JSONL" ? EventLayout.Ndjson : EventLayout.Auto;
    }

    private static async Task<Stream> UnpackAsync(Stream stream, CancellationToken stop)
    {
        var pipe = PipeReader.Create(stream);
        var start = await pipe.ReadAtLeastAsync(2, stop);
        var packed = start.Buffer.Length >= 2 && start.Buffer.FirstSpan is [0x1f, 0x8b, ..];
        pipe.AdvanceTo(start.Buffer.Start);
        return packed ? new GZipStream(pipe.AsStream(), CompressionMode.Decompress) : pipe.AsStream();
    }
}
