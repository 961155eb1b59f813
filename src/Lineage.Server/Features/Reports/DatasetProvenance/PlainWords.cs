using Lineage.Server.Features.Reports.Rendering;

namespace Lineage.Server.Features.Reports.DatasetProvenance;

/// <summary>The answer in plain words: where from, through what, when last written, what is masked, and what is not known.</summary>
internal static class PlainWords
{
    private const int Named = 5;

    internal static IReadOnlyList<string> Of(ProvenanceContent content) =>
        [.. Origins(content), .. Ways(content), .. Writing(content), .. Masked(content), .. Unknown(content)];

    private static IEnumerable<string> Origins(ProvenanceContent content)
    {
        var subject = content.Subject.Label;
        var origins = content.Graph.Nodes.Where(n => n.Role is NodeRole.Origin).Select(n => n.Label).ToList();
        yield return origins.Count switch
        {
            0 when content.Graph.Edges.Count == 0 => $"Nothing upstream of {subject} is recorded. Either it is an origin itself, or what writes it does not report.",
            0 => $"No origin of {subject} is recorded: every source found is itself fed by another.",
            1 => $"{subject} comes from one origin: {origins[0]}.",
            _ => $"{subject} comes from {Words.Count(origins.Count)} origins: {Words.List(origins, Named)}.",
        };
    }

    private static IEnumerable<string> Ways(ProvenanceContent content)
    {
        if (content.Graph.Edges.Count == 0)
        {
            yield break;
        }

        var between = content.Graph.Nodes.Count(n => n.Role is NodeRole.Intermediate);
        var jobs = content.Graph.Edges.SelectMany(e => e.Jobs).Distinct().Count();
        var kind = content.Subject.Kind is SubjectKind.Field ? "field" : "dataset";
        yield return between == 0
            ? $"The data reached it directly, through {Words.Of(jobs, "job")}."
            : $"On the way the data passed through {Words.Of(jobs, "job")} and {Words.Of(between, $"intermediate {kind}")}.";
        var last = content.Graph.Edges.Where(e => e.To == content.Subject.NodeId).SelectMany(e => e.Jobs).Select(j => j.Name).Distinct().ToList();
        if (last.Count > 0)
        {
            yield return $"The last step is done by {Words.List(last, Named)}.";
        }
    }

    private static IEnumerable<string> Writing(ProvenanceContent content)
    {
        var dataset = content.Subject.Name;
        var last = content.Runs.Where(r => r.Ended is not null && r.State == "completed").MaxBy(r => r.Ended);
        yield return (content.Runs.Count, last) switch
        {
            (0, _) => $"No run that wrote {dataset} is recorded.",
            (_, null) => $"{Words.Capital(Words.Of(content.Runs.Count, "run"))} that wrote {dataset} {(content.Runs.Count == 1 ? "is" : "are")} recorded, none of them as completed.",
            _ => $"{dataset} was last written on {Words.Time(last.Ended!.Value)} by {last.Job.Name}; {Words.Of(content.Runs.Count, "run")} that wrote it {(content.Runs.Count == 1 ? "is" : "are")} recorded.",
        };
    }

    private static IEnumerable<string> Masked(ProvenanceContent content)
    {
        var masked = content.Fields.Where(f => f.Transformations.Any(t => t.Masking is true)).Select(f => $"{f.From.Label} (to {f.To.Label})").Distinct().ToList();
        yield return masked.Count == 0
            ? "No masking of any field on the way is recorded."
            : $"Masked on the way, as reported: {Words.List(masked, Named)}.";
    }

    private static IEnumerable<string> Unknown(ProvenanceContent content)
    {
        var weak = content.Graph.Edges.Count(e => e.Basis is EdgeBasis.InputsTimesOutputs);
        if (weak > 0)
        {
            yield return $"Not known in detail: {Words.Count(weak)} of {Words.Of(content.Graph.Edges.Count, "link")} {(weak == 1 ? "rests" : "rest")} only on what a job read and wrote.";
        }

        var silent = content.Coverage.Emitters.Where(e => e.Silent).Select(e => e.JobNamespace).Distinct().ToList();
        if (silent.Count > 0)
        {
            yield return $"Silent by the stated rule: {Words.List(silent, Named)}. Later steps of theirs may be missing.";
        }

        var unread = content.Coverage.UnreadablePayloads + content.Coverage.ErasedPayloads;
        if (unread > 0)
        {
            yield return $"{Words.Capital(Words.Of(unread, "event"))} in scope could not be read ({content.Coverage.ErasedPayloads} erased, {content.Coverage.UnreadablePayloads} unreadable).";
        }

        if (content.Graph.NodesLeftOut > 0)
        {
            yield return $"{Words.Capital(Words.Of(content.Graph.NodesLeftOut, "further node"))} beyond the depth or limit of the query {(content.Graph.NodesLeftOut == 1 ? "is" : "are")} left out.";
        }
    }
}
