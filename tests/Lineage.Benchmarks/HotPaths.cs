using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Lineage.Merkle;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.OpenLineage;
using Lineage.Server.Infrastructure.Record;

namespace Lineage.Benchmarks;

/// <summary>Time and memory of what is done for every event, by BenchmarkDotNet.</summary>
[MemoryDiagnoser]
public class HotPaths
{
    private readonly byte[] _event = SampleEvents.Next();
    private readonly RecordKeys _keys = new(new byte[32], new byte[32]);
    private Observation _said = null!;
    private JsonElement _root;

    /// <summary>Prints what each costs and adds it to the table.</summary>
    internal static void Run(Table table)
    {
        var config = ManualConfig.CreateEmpty().AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).AddLogger(NullLogger.Instance)
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance).WithOptions(ConfigOptions.DisableLogFile);
        config.ArtifactsPath = Path.Combine(Path.GetTempPath(), "lineage-benchmarks");
        foreach (var report in BenchmarkRunner.Run<HotPaths>(config).Reports)
        {
            var what = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
            var bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
            table.Add($"{what}: us / bytes allocated", $"{Table.Number(report.ResultStatistics!.Median / 1000)} / {Table.Number(bytes ?? 0)}");
        }
    }

    /// <summary>Makes what the methods start from.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _root = JsonElement.Parse(_event, JsonLimits.Document);
        _said = ObservationReader.Read(_root)!;
    }

    /// <summary>From bytes to what the event says.</summary>
    [Benchmark(Description = "parse an event of 1.7 kB and read what it says")]
    public object Parse()
    {
        using var document = JsonDocument.Parse(_event, JsonLimits.Document);
        return (EventShape.Check(document.RootElement), ObservationReader.Read(document.RootElement));
    }

    /// <summary>The look for what is unusual.</summary>
    [Benchmark(Description = "look for what is unusual in it")]
    public object Flags() => Oddities.Of(_root, DateTimeOffset.UnixEpoch);

    /// <summary>RFC 8785 over the core facts.</summary>
    [Benchmark(Description = "its core facts in canonical JSON")]
    public byte[] Canonicalise() => CoreFacts.Of(_said);

    /// <summary>RFC 8785 over all of it.</summary>
    [Benchmark(Description = "the whole event in canonical JSON")]
    public byte[] CanonicaliseWhole() => CanonicalJson.Bytes(_root);

    /// <summary>What is hashed before an append.</summary>
    [Benchmark(Description = "its identity, commitment and row MAC")]
    public object Commit()
    {
        var (id, commitment) = (_keys.EventId("default", _event), Commitment.To(_event));
        return _keys.Mac(id, "default", id, "run_observed", "actor", commitment.Value);
    }
}
