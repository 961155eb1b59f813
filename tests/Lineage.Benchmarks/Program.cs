using Lineage.Benchmarks;

// dotnet run -c Release --project tests/Lineage.Benchmarks [-- merkle|proof|sealing|ingest|graph]
// Prints figures and ratios measured in one run, and writes them to results.md beside this file.
string[] all = ["merkle", "proof", "sealing", "ingest", "graph"];
var chosen = args.Length == 0 ? all : args;
if (chosen.Except(all).Any())
{
    Console.Error.WriteLine($"Choose among {string.Join(", ", all)}.");
    return 2;
}

var table = new Table();
if (chosen.Contains("merkle")) await MerkleBenchmark.Run(table);
if (chosen.Contains("proof")) await ProofBenchmark.Run(table);
if (chosen.Contains("sealing")) await SealingBenchmark.Run(table);
if (chosen.Contains("ingest")) await IngestBenchmark.Run(table);
if (chosen.Contains("graph")) await GraphBenchmark.Run(table);
table.Write(Path.Combine(Table.Folder(), "results.md"));
return 0;
