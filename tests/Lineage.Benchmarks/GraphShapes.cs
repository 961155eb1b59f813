using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Lineage.Contracts;
using Lineage.Server.Features.Graph.Engine;
using Lineage.Server.Features.Graph.Interpretation;

namespace Lineage.Benchmarks;

/// <summary>Graphs to walk: each job reads some datasets and writes one.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Random graphs, not secrets.")]
internal static class GraphShapes
{
    /// <summary>The inputs of the job that writes each dataset; none for datasets nobody writes.</summary>
    public static int[][] Make(string shape, int datasets)
    {
        var (random, layer) = (new Random(1), datasets / 20);
        return [.. Enumerable.Range(0, datasets).Select(n => shape switch
        {
            "chain" => n == 0 ? Array.Empty<int>() : [n - 1],
            "star" => n == 0 ? [] : [0],
            _ => n < layer ? [] : [.. Enumerable.Range(0, 3).Select(_ => (n / layer - 1) * layer + random.Next(layer)).Distinct()],
        })];
    }

    /// <summary>The facts that job events of that shape make.</summary>
    public static FactStore Facts(int[][] inputs, int fields)
    {
        var facts = new FactStore();
        var ids = Enumerable.Range(0, inputs.Length).Select(n => Id("dataset", n)).ToArray();
        foreach (var id in ids) facts.Datasets.Add(id);
        var identity = new Transformation("DIRECT", "IDENTITY", false);
        for (var n = 0; n < inputs.Length; n++)
        {
            if (inputs[n].Length == 0) continue;
            facts.Observe(n + 1, 1, Sort.Job, Phase.Absent, true, null, Id("job", n), null, null);
            var seen = facts.At(n + 1);
            foreach (var input in inputs[n]) facts.Use(seen, ids[input], Role.Input);
            facts.Use(seen, ids[n], Role.Output);
            for (var field = 0; field < fields; field++)
                foreach (var input in inputs[n]) facts.Derive(seen, false, ids[input], $"column_{field}", ids[n], $"column_{field}", identity);
        }

        // Something later than all of it, so that there is a past to ask about.
        facts.Observe(inputs.Length + 1, 3, Sort.Job, Phase.Absent, true, null, Id("job", -1), null, null);
        facts.Compact();
        facts.Trim();
        return facts;
    }

    /// <summary>The same as observations, for the tables.</summary>
    public static IEnumerable<(int Number, Observation Said)> Observations(int[][] inputs) =>
        from n in Enumerable.Range(0, inputs.Length)
        where inputs[n].Length > 0
        select (n, new Observation(
            ObservationKind.Job, DateTimeOffset.UnixEpoch, null, null, new JobName("bench", $"load_{n}"), null, null, true, null,
            [.. inputs[n].Select(i => new DatasetUse(Dataset(i), DatasetRole.Input)), new DatasetUse(Dataset(n), DatasetRole.Output)], [], [], [], [], [], []));

    /// <summary>Jobs that each read the first dataset in one run, of a start and an end, and write one of their own.</summary>
    public static IEnumerable<(int Number, Observation Said)> Runs(int jobs) =>
        from n in Enumerable.Range(0, 2 * jobs)
        select (n, new Observation(
            ObservationKind.Run, DateTimeOffset.UnixEpoch.AddSeconds(n), n % 2 == 0 ? "START" : "COMPLETE", $"run {n / 2}", new JobName("bench", $"load_{n / 2}"), null, null, true, null,
            [new DatasetUse(Dataset(0), DatasetRole.Input), new DatasetUse(Dataset(n / 2 + 1), DatasetRole.Output)], [], [], [], [], [], []));

    public static DatasetName Dataset(int n) => new("postgres://warehouse:5432", $"mart.table_{n}");

    public static Guid Id(string kind, int n) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {n}"))[..16]);
}
