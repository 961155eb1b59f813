using Lineage.Contracts;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;
using Lineage.Server.Infrastructure.Store;

namespace Lineage.Server.Features.Catalog.Reading;

/// <summary>
/// The versions of a job: a new one whenever a completed run, or a job event, shows another code version, query, code or other inputs and outputs
/// than the one before it. A run that says nothing of a facet leaves it as it was.
/// </summary>
internal static class JobVersions
{
    private static readonly string[] Facets = ["sourceCodeLocation", "sql", "sourceCode"];

    /// <summary>Oldest first.</summary>
    public static async Task<List<NodeVersion>> Of(Window window, JobNode job, TenantDatabase database, GraphReader graph, RunReader runs, CancellationToken cancellationToken)
    {
        var id = NodeKeys.Of(window.Tenant, job);
        var said = (await Statements.Read(database, window, "job", Facets, [id], true, cancellationToken)).ToLookup(s => s.Group);
        var uses = (await graph.OfJobs(window, false, [id], cancellationToken)).ToDictionary(g => g.Id);
        List<(Guid Group, string? Run, DateTimeOffset At, bool StatesUses)> steps =
        [
            .. (await runs.Page(window, "o.job_id = $4", "r.state = 'COMPLETE'", "r.ended, r.id", int.MaxValue, cancellationToken, Parameter.Of(id)))
                .Select(r => (r.Id, (string?)new RunNode(r.RunId).ToString(), r.EndedAt!.Value, true)),
            .. await database.Query(
                window.Tenant, $"select o.group_id, o.valid_at, o.states_io from lineage_read.observation o where {Window.Of("o")} and o.job_id = $4 and o.kind = 'job'",
                r => (r.GetGuid(0), (string?)null, r.GetFieldValue<DateTimeOffset>(1), r.GetBoolean(2)), cancellationToken, [.. window.Parameters(), Parameter.Of(id)]),
        ];

        var versions = new List<NodeVersion>();
        var held = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in steps.OrderBy(s => s.At).ThenBy(s => s.Group))
        {
            var now = new Dictionary<string, string>(held, StringComparer.Ordinal);
            foreach (var statement in said[step.Group]) now[statement.Name] = Content(statement) ?? "";
            if (step.StatesUses && uses.TryGetValue(step.Group, out var group))
                (now["inputs"], now["outputs"]) = (string.Join(' ', group.Inputs.Order()), string.Join(' ', group.Outputs.Order()));
            var changes = now.Where(n => held.GetValueOrDefault(n.Key, "") != n.Value).Select(n => n.Key).Order(StringComparer.Ordinal).ToList();
            if (versions.Count == 0 || changes.Count > 0)
                versions.Add(new(
                    versions.Count + 1, now.GetValueOrDefault("sourceCodeLocation") is { Length: > 0 } version ? version : null, now.GetValueOrDefault("sourceCodeLocation") is { Length: > 0 },
                    step.Run, job.ToString(), step.At, versions.Count == 0 ? [] : changes));
            held = now;
        }

        return versions;
    }

    private static string? Content(Statement statement)
    {
        var json = FacetReading.Parse(statement.Body is { Length: > 0 } body ? body : null);
        return statement.Name switch { "sourceCodeLocation" => json.Scalar("version"), "sql" => json.Scalar("query"), _ => json.Scalar("sourceCode") };
    }
}
