namespace Lineage.Tests;

/// <summary>A fact about data that lives outside the repository: skipped, and said to be, where the data is absent.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string folder)
    {
        if (!Directory.Exists(SharedData.PathOf(folder)))
        {
            Skip = $"skipped: no folder {folder} in the shared data (set LINEAGE_SHARED)";
        }
    }
}

/// <summary>Finds data beside the repository: in LINEAGE_SHARED, or else in <c>../shared</c>.</summary>
public static class SharedData
{
    public static string PathOf(string folder) => Path.Combine(
        Environment.GetEnvironmentVariable("LINEAGE_SHARED") is { Length: > 0 } configured ? configured : Path.Combine(RepositoryRoot(), "..", "shared"), folder);

    private static string RepositoryRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Lineage.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? AppContext.BaseDirectory;
    }
}
