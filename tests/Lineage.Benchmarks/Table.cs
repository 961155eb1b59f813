using System.Globalization;
using System.Runtime.CompilerServices;

namespace Lineage.Benchmarks;

/// <summary>The figures of one run; each is printed when it is known.</summary>
internal sealed class Table
{
    private readonly List<(string What, string Figure, string Limit)> _rows = [];

    /// <param name="limit">What the figure is held against, in words; empty when it stands for itself.</param>
    public void Add(string what, string figure, string limit = "")
    {
        _rows.Add((what, figure, limit));
        Console.WriteLine($"{what,-72} {figure,20} {limit}");
    }

    public string ToMarkdown() => string.Concat(["| what | measured | target |\n|---|---|---|\n", .. _rows.Select(row => $"| {row.What} | {row.Figure} | {row.Limit} |\n")]);

    public static string Number(double value) => value.ToString(value >= 100 ? "N0" : "N2", CultureInfo.InvariantCulture);

    public static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted && sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;

    /// <summary>The folder of this source file: results stand beside what made them.</summary>
    public static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
