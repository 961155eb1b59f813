using System.Diagnostics;
using System.Security.Cryptography;
using Lineage.Merkle;

namespace Lineage.Benchmarks;

/// <summary>The library alone, on one core.</summary>
internal static class MerkleBenchmark
{
    public const int Size = 1_000_000;

    public static async Task Run(Table table)
    {
        var log = new MemoryLog(Size);
        var hashing = new List<double>();
        var checking = new List<double>();
        var proving = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            var started = Stopwatch.GetTimestamp();
            foreach (var entry in log.Entries) SHA256.HashData(entry);
            hashing.Add(Size / Stopwatch.GetElapsedTime(started).TotalSeconds);
            started = Stopwatch.GetTimestamp();
            await new LogCheck(log.Checkpoint, log).Run();
            checking.Add(Size / Stopwatch.GetElapsedTime(started).TotalSeconds);
            started = Stopwatch.GetTimestamp();
            for (var i = 0; i < 1000; i++) await Prove(log, i * 997L % Size);
            proving.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds / 1000);
        }

        table.Add("verify a log of 1,000,000 entries: leaves/s on one core", Table.Number(Table.Median(checking)), "at least 150,000");
        table.Add("the same as a ratio of SHA-256 over the entries alone", Table.Number(Table.Median(checking) / Table.Median(hashing)));
        table.Add("prove one event among 1,000,000 and verify it, from memory: ms", Table.Number(Table.Median(proving)), "under 2");
    }

    private static async Task Prove(MemoryLog log, long index)
    {
        var path = await new TiledTree(Size, log).Inclusion(index);
        if (!InclusionProof.Verify(index, Size, Rfc6962.LeafHash(log.Entries[index]), path, log.Checkpoint.Root)) throw new InvalidOperationException("A proof does not verify.");
    }
}
