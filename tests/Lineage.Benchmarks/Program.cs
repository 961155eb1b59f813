using Lineage.Benchmarks;

// dotnet run -c Release --project tests/Lineage.Benchmarks [-- [--short] hot|merkle|proof|sealing|ingest|projection|graph …]
// Prints figures and ratios measured in one run, and puts them into results.md beside this file, a section for each benchmark.
var isShort = args.Contains("--short");
Dictionary<string, Func<Table, Task>> all = new()
{
    ["hot"] = table => Task.Run(() => HotPaths.Run(table)),
    ["merkle"] = MerkleBenchmark.Run,
    ["proof"] = ProofBenchmark.Run,
    ["sealing"] = SealingBenchmark.Run,
    ["ingest"] = table => IngestBenchmark.Run(table, isShort ? 100_000 : 1_000_000),
    ["projection"] = table => ProjectionBenchmark.Run(table, isShort ? [20_000, 80_000] : [20_000, 80_000, 900_000]),
    ["graph"] = GraphBenchmark.Run,
};
string[] named = [.. args.Where(arg => arg != "--short")];
if (named.Except(all.Keys).Any())
{
    Console.Error.WriteLine($"Choose among {string.Join(", ", all.Keys)}; --short leaves the largest sizes out.");
    return 2;
}

var results = new ResultsFile(Path.Combine(Table.Folder(), "results.md"));
foreach (var name in named.Length == 0 ? [.. all.Keys] : named)
{
    Console.WriteLine($"# {name}");
    var table = new Table();
    await all[name](table);
    results.Put(name, table);
}

return 0;
