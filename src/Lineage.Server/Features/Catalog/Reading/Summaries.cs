using Lineage.Contracts;
using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>Runs as they stand in answers.</summary>
internal static class Summaries
{
    public static RunSummary Of(RunRow run, IReadOnlyDictionary<Guid, (string Kind, string Namespace, string Name)> names) => new(
        new RunNode(run.RunId).ToString(), run.RunId, run.Job is { } job && names.TryGetValue(job, out var name) ? new JobNode(name.Namespace, name.Name).ToString() : null,
        run.State, run.StartedAt, run.EndedAt, run.ParentRunId, run.Events);

    /// <summary>A run that others name, but that has no event of its own in the window.</summary>
    public static RunSummary Named(string runId) => new(new RunNode(runId).ToString(), runId, null, null, null, null, null, 0);
}
