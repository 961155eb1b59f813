using System.Globalization;

namespace Lineage.Benchmarks;

/// <summary>Processor time spent so far by this process and by the programs of its PostgreSQL. Unlike a rate it does not depend on what else the machine does.</summary>
/// <param name="Here">The server and whoever loads it.</param>
/// <param name="Programs">Of each program of PostgreSQL: its title and its time.</param>
/// <param name="Ended">Of programs of PostgreSQL that have ended.</param>
internal sealed record Processor(TimeSpan Here, IReadOnlyDictionary<string, (string Title, TimeSpan Time)> Programs, TimeSpan Ended)
{
    private const double TicksASecond = 100;

    public static Processor Now(BenchServer server)
    {
        Dictionary<string, (string, TimeSpan)> programs = [];
        foreach (var process in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0])))
        {
            try
            {
                var fields = Stat(process!);
                if (fields[1] == server.Postmaster) programs[process!] = (File.ReadAllText($"/proc/{process}/cmdline"), Seconds(fields[11]) + Seconds(fields[12]));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while it was looked at.
            }
        }

        var postmaster = Stat(server.Postmaster);
        return new(Environment.CpuUsage.TotalTime, programs, Seconds(postmaster[13]) + Seconds(postmaster[14]));
    }

    /// <summary>Microseconds since then, for each of so many: here, sessions of doors and queries, sessions of projections and sealer, the rest of PostgreSQL.</summary>
    public string Since(Processor before, long count)
    {
        var (app, daemon, rest) = (Spent("lineage_app"), Spent("lineage_daemon"), Programs.Keys.Sum(id => Grown(id).TotalMicroseconds));
        var ended = Ended - before.Ended - before.Programs.Where(p => !Programs.ContainsKey(p.Key)).Aggregate(TimeSpan.Zero, (sum, p) => sum + p.Value.Time);
        double[] times = [(Here - before.Here).TotalMicroseconds, app, daemon, rest - app - daemon + ended.TotalMicroseconds];
        return string.Join(" + ", times.Select(time => (time / count).ToString("N0", CultureInfo.InvariantCulture)));

        double Spent(string title) => Programs.Where(p => p.Value.Title.Contains(title, StringComparison.Ordinal)).Sum(p => Grown(p.Key).TotalMicroseconds);

        TimeSpan Grown(string id) => Programs[id].Time - (before.Programs.TryGetValue(id, out var earlier) ? earlier.Time : TimeSpan.Zero);
    }

    /// <summary>Microseconds since then, for each of so many, of all together.</summary>
    public double TotalSince(Processor before, long count) => (Total - before.Total).TotalMicroseconds / count;

    private TimeSpan Total => Programs.Values.Aggregate(Here + Ended, (sum, program) => sum + program.Time);

    // "pid (name) state parent …": the name may hold anything, so the fields are counted from the last parenthesis on.
    private static string[] Stat(string process) => File.ReadAllText($"/proc/{process}/stat") is var stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];

    private static TimeSpan Seconds(string ticks) => TimeSpan.FromSeconds(long.Parse(ticks, CultureInfo.InvariantCulture) / TicksASecond);
}
