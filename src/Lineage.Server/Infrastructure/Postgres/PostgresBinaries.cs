using System.Globalization;
using System.Text.RegularExpressions;

namespace Lineage.Server.Infrastructure.Postgres;

/// <summary>The programs of one PostgreSQL.</summary>
/// <param name="Directory">The real folder of <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c>, no wrapper and no folder of links.</param>
/// <param name="LibraryPath">Where their libraries are when the system does not have them.</param>
internal sealed partial record PostgresBinaries(string Directory, int Major, string? LibraryPath = null)
{
    /// <summary>The oldest version whose rules on the schema public the set-up of the database relies on.</summary>
    internal const int OldestMajor = 15;

    private static readonly string[] s_programs = ["postgres", "initdb", "pg_ctl"];

    private static readonly (string Parent, string Pattern)[] s_packaged =
    [
        ("/usr/lib/postgresql", "*"),
        ("/usr", "pgsql-*"),
        ("/opt/homebrew/opt", "postgresql@*"),
        ("/usr/local/opt", "postgresql@*"),
    ];

    internal string Postgres => Path.Combine(Directory, "postgres");

    internal string Initdb => Path.Combine(Directory, "initdb");

    internal string PgCtl => Path.Combine(Directory, "pg_ctl");

    /// <summary>Finds the programs for a cluster of the given major version (any supported one when null); null when there is no PostgreSQL at all.</summary>
    /// <exception cref="PostgresSetupException">Only other versions are there, or the configured folder is of no use.</exception>
    internal static async Task<PostgresBinaries?> FindAsync(string? configured, int? clusterMajor, string cache, CancellationToken cancellation)
    {
        if (configured is not null)
        {
            var chosen = await ProbeAsync(configured, null, cancellation)
                ?? throw new PostgresSetupException($"The configured folder '{configured}' does not hold the PostgreSQL programs postgres, initdb and pg_ctl.");
            return Fits(chosen, clusterMajor) ? chosen : throw Refusal(clusterMajor, [chosen]);
        }

        var others = new List<PostgresBinaries>();
        foreach (var (folder, libraries) in Candidates(cache))
        {
            if (await ProbeAsync(folder, libraries, cancellation) is not { } found)
            {
                continue;
            }

            if (Fits(found, clusterMajor))
            {
                return found;
            }

            others.Add(found);
        }

        return clusterMajor is null || others.Count == 0 ? null : throw Refusal(clusterMajor, others);
    }

    internal static async Task<PostgresBinaries?> ProbeAsync(string folder, string? libraryPath, CancellationToken cancellation)
    {
        var postgres = Path.Combine(folder, "postgres");
        if (!s_programs.All(name => File.Exists(Path.Combine(folder, name))) || !IsProgram(postgres))
        {
            return null;
        }

        var account = new OsAccount(Environment.UserName, false);
        var answer = await Tool.RunAsync(account.Start(postgres, ["--version"], libraryPath), cancellation);
        return answer.Succeeded && MajorNumber().Match(answer.Output) is { Success: true } major
            ? new PostgresBinaries(folder, int.Parse(major.Value, CultureInfo.InvariantCulture), libraryPath)
            : null;
    }

    private static bool Fits(PostgresBinaries found, int? clusterMajor) =>
        clusterMajor is null ? found.Major >= OldestMajor : found.Major == clusterMajor;

    private static IEnumerable<(string Folder, string? Libraries)> Candidates(string cache)
    {
        var path = Tool.SearchPath()
            .Select(folder => new FileInfo(Path.Combine(folder, "postgres")))
            .Where(file => file.Exists)
            .Select(file => ((file.ResolveLinkTarget(returnFinalTarget: true) ?? file) as FileInfo)?.DirectoryName)
            .OfType<string>();
        var packaged = s_packaged
            .Where(place => System.IO.Directory.Exists(place.Parent))
            .SelectMany(place => System.IO.Directory.EnumerateDirectories(place.Parent, place.Pattern).OrderByDescending(LastNumber))
            .Select(folder => Path.Combine(folder, "bin"));
        var cached = System.IO.Directory.Exists(cache)
            ? System.IO.Directory.EnumerateFiles(cache, "initdb", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Order()
            : Enumerable.Empty<string>();
        return path.Concat(packaged).Distinct().Select(folder => (folder, (string?)null))
            .Concat(cached.Select(folder => (folder, LibrariesOf(cache, folder))));
    }

    /// <summary>Every folder of shared libraries in the entry of the cache that holds the programs, less PostgreSQL's own modules.</summary>
    private static string? LibrariesOf(string cache, string folder)
    {
        var entry = Path.Combine(cache, Path.GetRelativePath(cache, folder).Split('/')[0]);
        return string.Join(':', System.IO.Directory.EnumerateFiles(entry, "lib*.so*", SearchOption.AllDirectories)
            .Select(file => Path.GetDirectoryName(file)!)
            .Where(directory => !Path.GetRelativePath(entry, directory).Contains("/postgresql", StringComparison.Ordinal))
            .Distinct()
            .Order());
    }

    private static int LastNumber(string folder) =>
        int.TryParse(Digits().Match(Path.GetFileName(folder)).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Wrapper scripts are passed over: they may change the account, the cluster or the version.</summary>
    private static bool IsProgram(string file)
    {
        using var content = File.OpenRead(file);
        Span<byte> start = stackalloc byte[2];
        return content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && !start.SequenceEqual("#!"u8);
    }

    private static PostgresSetupException Refusal(int? clusterMajor, IReadOnlyCollection<PostgresBinaries> found)
    {
        var versions = string.Join(", ", found.Select(other => $"{other.Major} in {other.Directory}"));
        return new(clusterMajor is { } major
            ? $"The data were written by PostgreSQL {major}, which other major versions cannot read; found {versions}. Install PostgreSQL {major}, "
                + $"or start the server once more where PostgreSQL {major} is, export its events, and import them into a new data directory."
            : $"PostgreSQL {OldestMajor} or later is needed; found {versions}.");
    }

    [GeneratedRegex(@"(?<=\(PostgreSQL\) )\d+")]
    private static partial Regex MajorNumber();

    [GeneratedRegex(@"\d+$")]
    private static partial Regex Digits();
}
