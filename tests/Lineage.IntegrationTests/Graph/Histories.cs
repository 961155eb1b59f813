using FsCheck;
using FsCheck.Fluent;

namespace Lineage.IntegrationTests.Graph;

/// <summary>Events of a few runs, jobs and datasets, each at a time of its own.</summary>
public sealed record History(IReadOnlyList<string> Events)
{
    public override string ToString() => string.Join('\n', Events);
}

/// <summary>Makes histories that use every statement an event can make about lineage.</summary>
public static class Histories
{
    private static readonly string[] s_names = ["a", "b", "c", "e", "f"];

    public static Arbitrary<History> Any() => Arb.From(
        from count in Gen.Choose(3, 14) from makers in Event().ArrayOf(count) select new History([.. makers.Select((make, n) => make($"2026-01-01T00:{n:00}:00Z"))]), Smaller);

    private static IEnumerable<History> Smaller(History history) =>
        history.Events.Select((_, n) => new History([.. history.Events.Where((_, m) => m != n)])).Where(h => h.Events.Count > 0);

    private static Gen<Func<string, string>> Event() => Gen.Frequency(
        (6, from run in Gen.Choose(1, 4)
            from type in Gen.Elements("START", "RUNNING", "COMPLETE", "FAIL", "ABORT", "OTHER", null)
            from inputs in Datasets()
            from outputs in Datasets()
            from job in JobFacets()
            from parent in Gen.Elements(null, Parent, "{\"parent\":{\"_deleted\":true}}")
            select (Func<string, string>)(time => Ol.Run(run == 4 ? "not a uuid" : Ol.Id(run), type, time, $"j{run % 2}", inputs.Select(d => Ol.Data(d.Name, d.Facets)), outputs.Select(d => Ol.Data(d.Name, d.Facets)), parent, job))),
        (2, from job in Gen.Choose(0, 2)
            from inputs in Datasets()
            from outputs in Datasets()
            from facets in JobFacets()
            select (Func<string, string>)(time => Ol.Job(time, $"j{job}", inputs.Select(d => Ol.Data(d.Name, d.Facets)), outputs.Select(d => Ol.Data(d.Name, d.Facets)), facets))),
        (1, from name in Gen.Elements(s_names) from facets in Facets() select (Func<string, string>)(time => Ol.Dataset(time, Ol.Data(name, facets)))));

    private const string Parent = """{"parent":{"run":{"runId":"p"},"job":{"namespace":"n","name":"p"},"root":{"run":{"runId":"q"},"job":{"namespace":"n","name":"q"}}},"jobDependencies":{"upstream":[{"job":{"namespace":"n","name":"u"}}],"downstream":[{"job":{"namespace":"n","name":"j1"}}]}}""";

    private static Gen<(string Name, string? Facets)[]> Datasets() =>
        from count in Gen.Choose(0, 3) from all in Gen.Zip(Gen.Elements(s_names), Facets()).ArrayOf(count) select all.Select(d => (d.Item1, d.Item2)).DistinctBy(d => d.Item1).ToArray();

    private static Gen<string?> JobFacets() => Gen.Frequency(
        (6, Gen.Constant<string?>(null)),
        (1, from t in Gen.Elements(s_names) from s in Gen.Elements(s_names) select (string?)Ol.Lineage($"{t}={s}")),
        (1, Gen.Constant<string?>(Ol.Lineage("a="))),
        (1, Gen.Constant<string?>("""{"lineage":{"entries":[{"type":"JOB","inputs":[{"type":"DATASET","namespace":"d","name":"a"},{"type":"JOB","namespace":"n","name":"j2"}]}]}}""")));

    private static Gen<string?> Facets() => Gen.Frequency(
        (5, Gen.Constant<string?>(null)),
        (3, from s in Gen.Elements(s_names) from t in Gen.Elements("x", "y", "*") from f in Gen.Elements("x", "y", "x#") select (string?)Ol.Columns($"{t}={s}.{f}")),
        (1, Gen.Elements<string?>(Ol.Symlink("link"), Ol.Symlink("a"))),
        (2, Gen.Elements<string?>(
            """{"tags":{"tags":[{"key":"pii","value":"true","field":"x"}]},"version":{"datasetVersion":"1"}}""", """{"tags":{"_deleted":true},"version":{"datasetVersion":"2"}}""",
            """{"schema":{"fields":[{"name":"x"}]},"ownership":{"owners":[{"name":"o","type":"t"}]}}""", """{"schema":{"fields":[{"name":"y"},{"name":"x"}]},"ownership":{"_deleted":true},"lifecycleStateChange":{"lifecycleStateChange":"CREATE"}}""")));
}
