using System.CommandLine;

namespace Lineage.Cli.Commands;

/// <summary><c>lineage report log-integrity</c>: whether the record still gives the log that was signed.</summary>
internal static class ReportIntegrityCommand
{
    private const string Type = "log-integrity";

    internal static Command Create(CliHost host)
    {
        var (times, writing) = (new QueryOptions(), new ReportWriting());
        return new Verb(Type, "Report whether the record still gives the log that was signed.", $"lineage report {Type}", $"lineage report {Type} --format zip --known-at 2026-03-31")
            .With([.. writing.Options, .. times.Mark])
            .Does(host, call => writing.RunAsync(call, new(Type, new Dictionary<string, string>(), null, times.Read(call).KnownAt), null));
    }
}
