namespace Lineage.Benchmarks;

/// <summary>The file that keeps the figures, a section for each benchmark; a benchmark that is run again replaces its own.</summary>
internal sealed class ResultsFile(string path)
{
    private const string Heading = "## ";

    private static readonly string Preface =
        $"Measured on {Environment.ProcessorCount} cores, .NET {Environment.Version}, PostgreSQL on the same machine with fsync on. Each section is one run. Figures of another machine differ; ratios should not by much.\n\n";

    public void Put(string name, Table table)
    {
        var sections = Read();
        sections[name] = table.ToMarkdown();
        File.WriteAllText(path, Preface + string.Join('\n', sections.Select(section => $"{Heading}{section.Key}\n\n{section.Value}")));
        Console.WriteLine($"Written to {path}");
    }

    private SortedDictionary<string, string> Read()
    {
        var sections = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path)) return sections;
        foreach (var section in $"\n{File.ReadAllText(path)}".Split($"\n{Heading}").Skip(1))
            if (section.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end) sections[section[..end].Trim()] = section[end..].Trim() + "\n";
        return sections;
    }
}
