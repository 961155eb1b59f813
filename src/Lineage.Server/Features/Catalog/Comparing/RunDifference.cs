using System.Globalization;
using System.Text;
using System.Text.Json;
using Lineage.Contracts;
using Lineage.Server.Features.Catalog.Reading;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.Graph.Reading;

namespace Lineage.Server.Features.Catalog.Comparing;

/// <summary>Compares what two runs' events say.</summary>
internal sealed class RunDifference(RunFacts a, RunFacts b, Sight sight)
{
    private const int MostPlaces = 1000;
    private const string Environment = "environmentVariables";

    public RunComparison Answer(Window window)
    {
        var places = Places().Take(MostPlaces + 1).ToList();
        return new(
            a.Summary, b.Summary, [.. Basics().Where(d => d.A != d.B)], Datasets("input"), Datasets("output"), Schemas(), [.. places.Take(MostPlaces)], Variables(),
            places.Count > MostPlaces, sight.Withheld, window.AsOf, window.KnownAt);
    }

    private IEnumerable<Difference> Basics() =>
    [
        new("job", a.Summary.Job, b.Summary.Job),
        new("state", a.Summary.State, b.Summary.State),
        new("durationMilliseconds", a.DurationMilliseconds?.ToString(CultureInfo.InvariantCulture), b.DurationMilliseconds?.ToString(CultureInfo.InvariantCulture)),
        new("codeVersion", CodeVersion(a), CodeVersion(b)),
    ];

    private static string? CodeVersion(RunFacts run) => run.Row.Job is { } job ? run.Json(job, "sourceCodeLocation").Scalar("version") : null;

    private DatasetDifferences Datasets(string role)
    {
        var (left, right) = (a.Datasets(role).ToDictionary(d => d.NodeId, d => d.Version), b.Datasets(role).ToDictionary(d => d.NodeId, d => d.Version));
        return new(
            [.. left.Keys.Except(right.Keys)], [.. right.Keys.Except(left.Keys)],
            [.. left.Where(d => right.TryGetValue(d.Key, out var version) && version != d.Value).Select(d => new Difference(d.Key, d.Value, right[d.Key]))]);
    }

    private List<SchemaDifference> Schemas()
    {
        var differences = new List<SchemaDifference>();
        foreach (var dataset in a.Uses.Select(u => u.Dataset).Intersect(b.Uses.Select(u => u.Dataset)))
        {
            if ((a.Json(dataset, "schema"), b.Json(dataset, "schema")) is not ({ ValueKind: JsonValueKind.Object } left, { ValueKind: JsonValueKind.Object } right)) continue;
            var (had, has) = (SchemaReading.Types(left), SchemaReading.Types(right));
            var fields = had.Keys.Union(has.Keys).Order(StringComparer.Ordinal).Select(f => new Difference(f, had.GetValueOrDefault(f), has.GetValueOrDefault(f))).Where(f => f.A != f.B).ToList();
            if (fields.Count > 0) differences.Add(new(a.NodeId(dataset), fields));
        }

        return [.. differences.OrderBy(d => d.Dataset, StringComparer.Ordinal)];
    }

    private IEnumerable<FacetDifference> Places()
    {
        var (left, right) = (Facets(a), Facets(b));
        foreach (var facet in left.Keys.Union(right.Keys).Where(f => f.Name != Environment).OrderBy(f => f.Scope, StringComparer.Ordinal).ThenBy(f => f.Name, StringComparer.Ordinal))
        {
            foreach (var (path, was, isNow) in JsonDifference.Between(left.GetValueOrDefault(facet), right.GetValueOrDefault(facet)))
            {
                var shown = sight.Shows(facet.Name);
                yield return new(facet.Scope, facet.Name, path, Raw(shown, was), Raw(shown, isNow));
            }
        }
    }

    private static Dictionary<(string Scope, string Name), JsonElement> Facets(RunFacts run) =>
        run.Facets.Concat(run.Said.Where(f => f.Scope == "job")).ToDictionary(f => (f.Scope, f.Name), f => f.Json);

    private static RawJson? Raw(bool shown, string? json) => shown && json is not null ? new(Encoding.UTF8.GetBytes(json)) : null;

    private List<Difference> Variables()
    {
        var (left, right) = (Values(a), Values(b));
        List<Difference> changed =
            [.. left.Keys.Union(right.Keys).Order(StringComparer.Ordinal).Select(name => new Difference(name, left.GetValueOrDefault(name), right.GetValueOrDefault(name))).Where(d => d.A != d.B)];
        return changed.Count == 0 || sight.Shows(Environment) ? changed : changed.ConvertAll(d => new Difference(d.Name, null, null));
    }

    private static Dictionary<string, string> Values(RunFacts run)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in run.Json(Environment).Items(Environment))
            if (variable.Scalar("name") is { } name) values[name] = variable.Scalar("value") ?? "";
        return values;
    }
}
