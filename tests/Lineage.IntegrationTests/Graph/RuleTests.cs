using static Lineage.IntegrationTests.Ol;

namespace Lineage.IntegrationTests.Graph;

/// <summary>Each rule by which events become a graph, with events of our own, so that the repository stands alone.</summary>
public sealed class RuleTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static string At(int minute) => $"2026-01-01T00:{minute:00}:00Z";

    private static string Tag(string key) => $$$"""{"tags":{"tags":[{"key":"{{{key}}}","value":"v","field":"f","source":"s"}]}}""";

    public static TheoryData<string, string[], string, string> Rules => new()
    {
        { "inputs, outputs and subjects are datasets", [Job(At(1), "j", Datas("a"), Datas("b")), Dataset(At(1), Data("c"))], "datasets", """[["d","a"],["d","b"],["d","c"]]""" },
        { "what only facets name is referenced", [Job(At(1), "j", null, [Data("b", Columns("x=a.y"))])], "referenced_datasets", """[["d","a"]]""" },
        { "a dataset that is also used is not", [Job(At(1), "j", Datas("a"), [Data("b", Columns("x=a.y"))])], "referenced_datasets", "[]" },
        { "symlinks", [Job(At(1), "j", [Data("a", Symlink("t"))])], "symlinks", """[["d","a","d","t","TABLE"]]""" },
        { "jobs of every event", [Job(At(1), "j"), Run("r", null, At(1), "k")], "jobs", """[["n","j"],["n","k"]]""" },
        { "parent and root jobs", [Run("r", null, At(1), "k", runFacets: """{"parent":{"run":{"runId":"p"},"job":{"namespace":"n","name":"p"},"root":{"run":{"runId":"q"},"job":{"namespace":"n","name":"q"}}}}""")], "parent_jobs", """[["n","p"],["n","q"]]""" },
        { "a deleted parent is none", [Run("r", null, At(1), "k", runFacets: """{"parent":{"_deleted":true,"run":{"runId":"p"},"job":{"namespace":"n","name":"p"}}}""")], "parent_jobs", "[]" },
        { "the union over a job's events", [Run("r", null, At(1), "j", Datas("a")), Job(At(2), "j", Datas("b"))], "job_inputs", """[["n","j","d","a"],["n","j","d","b"]]""" },
        { "a run accumulates", [Run("r", "START", At(1), "j", Datas("a")), Run("r", "COMPLETE", At(2), "j", null, Datas("b"))], "dataset_edges_precise", """[["d","a","d","b"]]""" },
        { "job events do not accumulate", [Job(At(1), "j", Datas("a")), Job(At(2), "j", null, Datas("b"))], "dataset_edges_precise", "[]" },
        { "a self edge is none", [Job(At(1), "j", Datas("a"), Datas("a", "b"))], "dataset_edges_cartesian", """[["d","a","d","b"]]""" },
        { "column lineage goes before the inputs", [Job(At(1), "j", Datas("a", "b"), [Data("c", Columns("x=b.y")), Data("e")])], "dataset_edges_precise", """[["d","a","d","e"],["d","b","d","c"],["d","b","d","e"]]""" },
        { "column lineage without sources does not", [Job(At(1), "j", Datas("a"), [Data("c", Columns())])], "dataset_edges_precise", """[["d","a","d","c"]]""" },
        { "a lineage facet goes before both", [Job(At(1), "j", Datas("a"), [Data("c", Columns("x=b.y"))], Ol.Lineage("c=z"))], "dataset_edges_precise", """[["d","z","d","c"]]""" },
        { "a lineage facet without sources says none", [Job(At(1), "j", Datas("a"), Datas("c"), Ol.Lineage("c="))], "dataset_edges_precise", "[]" },
        { "a deleted lineage facet says nothing", [Job(At(1), "j", Datas("a"), Datas("c"), """{"lineage":{"_deleted":true}}""")], "dataset_edges_precise", """[["d","a","d","c"]]""" },
        { "fields with how they travel", [Job(At(1), "j", null, [Data("b", Columns("x=a.y#"))])], "column_edges", """[["d","a","y","d","b","x",[["DIRECT","IDENTITY",true]]]]""" },
        { "the old form of masking", [Job(At(1), "j", null, [Data("b", """{"columnLineage":{"fields":{"x":{"transformationType":"MASKED","inputFields":[{"namespace":"d","name":"a","field":"y"}]}}}}""")])], "column_edges", """[["d","a","y","d","b","x",[["DIRECT","MASKED",true]]]]""" },
        { "fields that influence all of a dataset", [Job(At(1), "j", null, [Data("b", Columns("*=a.y"))])], "column_to_dataset_edges", """[["d","a","y","d","b",[["INDIRECT","FILTER",false]]]]""" },
        { "an unnamed job of a lineage facet is the event's own", [Job(At(1), "j", jobFacets: """{"lineage":{"entries":[{"type":"JOB","inputs":[{"type":"DATASET","namespace":"d","name":"a"},{"type":"JOB","namespace":"n","name":"k"}]}]}}""")], "job_edges", """[["DATASET","d","a","JOB","n","j"],["JOB","n","k","JOB","n","j"]]""" },
        { "control flow both ways", [Run("r", null, At(1), "j", runFacets: """{"jobDependencies":{"upstream":[{"job":{"namespace":"n","name":"u"}}],"downstream":[{"job":{"namespace":"n","name":"w"}}]}}""")], "job_dependencies", """[["n","j","n","w"],["n","u","n","j"]]""" },
        { "the last facet replaces the earlier one whole", [Dataset(At(2), Data("a", Tag("new"))), Dataset(At(1), Data("a", Tag("old")))], "tags", """[["d","a","f","new","v","s"]]""" },
        { "of two at the same time the later one to arrive", [Dataset(At(1), Data("a", Tag("one"))), Dataset(At(1), Data("a", Tag("two")))], "tags", """[["d","a","f","two","v","s"]]""" },
        { "a deleted facet is gone", [Dataset(At(1), Data("a", Tag("old"))), Dataset(At(2), Data("a", """{"tags":{"_deleted":true}}"""))], "tags", "[]" },
        { "owners", [Dataset(At(1), Data("a", """{"ownership":{"owners":[{"name":"o","type":"t"}]}}"""))], "owners", """[["d","a","o","t"]]""" },
        { "versions", [Dataset(At(1), Data("a", """{"version":{"datasetVersion":"7"}}"""))], "versions", """[["d","a","7"]]""" },
        { "lifecycle", [Dataset(At(1), Data("a", """{"lifecycleStateChange":{"lifecycleStateChange":"DROP"}}"""))], "lifecycle", """[["d","a","DROP"]]""" },
        { "schemas in the order of their fields", [Dataset(At(1), Data("a", """{"schema":{"fields":[{"name":"y"},{"name":"x"}]}}"""))], "schemas", """{"d|a":["y","x"]}""" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Events_give_the_graph(string rule, string[] events, string part, string expected)
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(events);
        await tenant.CatchUp();
        var actual = (await tenant.Export("?asOf=2030-01-01T00:00:00Z"))[part]!.ToJsonString();
        Assert.True(expected == actual, $"{rule}: {actual}");
    }

    [Theory]
    [InlineData("START,RUNNING", "RUNNING", 1, null)]
    [InlineData("RUNNING,START", "RUNNING", 2, null)]
    [InlineData("START", "START", 1, null)]
    [InlineData("OTHER", null, null, null)]
    [InlineData("COMPLETE,START", "COMPLETE", 2, 1)]
    [InlineData("START,FAIL,COMPLETE", "COMPLETE", 1, 3)]
    [InlineData("START,COMPLETE,ABORT,RUNNING,OTHER", "ABORT", 1, 3)]
    public async Task A_run_ends_with_the_latest_terminal_event_and_starts_with_the_first_start(string types, string? state, int? started, int? ended)
    {
        var tenant = shared.NewTenant();
        await tenant.Emit([.. types.Split(',').Select((type, n) => Run("r", type, At(n + 1), "j")).Reverse()]);
        await tenant.CatchUp();
        var run = (await tenant.Export("?asOf=2030-01-01T00:00:00Z"))["runs"]![0]!;
        Assert.Equal((state, Minute("startedAt"), Minute("endedAt")), ((string?)run["state"], started, ended));
        int? Minute(string name) => run[name] is { } time ? DateTimeOffset.Parse(time.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture).UtcDateTime.Minute : null;
    }
}
