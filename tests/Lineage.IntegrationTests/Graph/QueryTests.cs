using System.Net;
using System.Text.Json.Nodes;
using Lineage.Contracts;
using static Lineage.IntegrationTests.Graph.GraphAsserts;

namespace Lineage.IntegrationTests.Graph;

/// <summary>Questions about lineage and their answers.</summary>
public sealed class QueryTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Up = "&direction=upstream", Down = "&direction=downstream", All = "&view=all";

    private static string At(int hour) => $"2026-01-01T{hour:00}:00:00Z";

    private static string Done(int run, int hour, string job, string[] inputs, string[] outputs, string type = "COMPLETE") => Ol.Run(Ol.Id(run), type, At(hour), job, Ol.Datas(inputs), Ol.Datas(outputs));

    private async Task<TestTenant> Given(params string[] events)
    {
        var tenant = shared.NewTenant();
        foreach (var e in events) await tenant.Emit(e);
        await tenant.CatchUp();
        return tenant;
    }

    [Fact]
    public async Task A_chain_is_walked_both_ways_and_to_the_depth_asked_for()
    {
        var tenant = await Given(Done(1, 1, "j", ["a"], ["b"]), Done(2, 2, "k", ["b"], ["c"]), Done(3, 3, "l", ["c"], ["e"]));
        Assert.Equal("a:2 b:1 c:0", (await tenant.Lineage(D("c"), Up)).Nodes());
        Assert.Equal("a:2 b:1 c:0 e:1", (await tenant.Lineage(D("c"))).Nodes());
        Assert.Equal("a>b b>c c>e", (await tenant.Lineage(D("a"), Down)).Edges());
        var cut = await tenant.Lineage(D("a"), Down + "&depth=1");
        Assert.Equal("a>b", cut.Edges());
        Assert.Equal("a:0", (await tenant.Lineage(D("a"), Up)).Nodes());
    }

    [Fact]
    public async Task Diamonds_cycles_and_self_loops_end()
    {
        var tenant = await Given(Done(1, 1, "j", ["a"], ["b", "c"]), Done(2, 2, "k", ["b", "c"], ["e"]), Done(3, 3, "back", ["e"], ["a"]), Done(4, 4, "self", ["a"], ["a"]));
        var answer = await tenant.Lineage(D("e"), Up);
        Assert.Equal("a:2 b:1 c:1 e:0", answer.Nodes());
        Assert.Equal("a>b a>c b>e c>e e>a", answer.Edges());
        Assert.Equal(answer.Edges(), (await tenant.Lineage(D("e"))).Edges());
        var paths = await tenant.Get<PathsAnswer>("/api/v1/lineage/paths?from=dataset:d:a&to=dataset:d:e");
        Assert.Equal([["dataset:d:a", "dataset:d:b", "dataset:d:e"], ["dataset:d:a", "dataset:d:c", "dataset:d:e"]], paths.Paths);
    }

    [Fact]
    public async Task Names_joined_by_symlinks_are_one_node_in_lineage_and_apart_in_the_export()
    {
        var tenant = await Given(
            Ol.Run(Ol.Id(1), "COMPLETE", At(1), "j", Ol.Datas("a"), [Ol.Data("path", Ol.Symlink("table"))]), Done(2, 2, "k", ["table"], ["c"]), Ol.Dataset(At(3), Ol.Data("view", Ol.Symlink("table"))));
        var answer = await tenant.Lineage(D("c"), Up);
        Assert.Equal(3, answer.Nodes.Count);
        Assert.Equal(["dataset:d:path", "dataset:d:table", "dataset:d:view"], answer.Nodes.Single(n => n.Depth == 1).Names);
        foreach (var name in new[] { "path", "table", "view" })
        {
            var at = await tenant.Lineage(D(name));
            Assert.Equal($"a>{name} {name}>c", at.Edges());
        }

        Assert.Equal("""[["d","a","d","path"],["d","table","d","c"]]""", (await tenant.Export())["dataset_edges_precise"]!.ToJsonString());
    }

    [Fact]
    public async Task The_current_view_is_of_the_latest_completed_run_and_forgets_failed_ones()
    {
        var tenant = await Given(Done(1, 1, "j", ["a"], ["b"]), Done(2, 2, "j", ["c"], ["b"]), Done(3, 3, "j", ["e"], ["b"], "FAIL"), Done(4, 4, "j", ["f"], ["b"], "START"));
        Assert.Equal("c>b", (await tenant.Lineage(D("b"))).Edges());
        Assert.Equal("a>b c>b e>b f>b", (await tenant.Lineage(D("b"), All)).Edges());
        Assert.Equal("", (await tenant.Lineage(D("a"))).Edges());
        Assert.Equal("a>b", (await tenant.Lineage(D("a"), All)).Edges());
    }

    [Fact]
    public async Task The_latest_run_is_the_one_that_started_last_whenever_it_ended()
    {
        var tenant = await Given(
            Done(1, 1, "j", [], [], "START"), Done(2, 2, "j", [], [], "START"), Done(2, 3, "j", ["new"], ["b"]), Done(1, 9, "j", ["old"], ["b"]));
        Assert.Equal("new>b", (await tenant.Lineage(D("b"))).Edges());
    }

    [Fact]
    public async Task Open_runs_count_while_none_has_completed()
    {
        var tenant = await Given(Done(1, 1, "j", ["a"], ["b"], "START"), Done(2, 2, "j", ["c"], ["b"], "RUNNING"), Done(3, 3, "j", ["x"], ["b"], "ABORT"));
        Assert.Equal("a>b c>b", (await tenant.Lineage(D("b"))).Edges());
        await tenant.Emit(Done(1, 4, "j", ["e"], []));
        await tenant.CatchUp();
        Assert.Equal("a>b e>b", (await tenant.Lineage(D("b"))).Edges());
    }

    [Fact]
    public async Task A_job_event_replaces_what_an_earlier_one_said_and_stands_beside_runs()
    {
        var tenant = await Given(Ol.Job(At(1), "j", Ol.Datas("a"), Ol.Datas("b")), Ol.Job(At(2), "j", Ol.Datas("c"), Ol.Datas("b")), Ol.Job(At(3), "j"), Done(1, 1, "j", ["r"], ["b"]));
        Assert.Equal("c>b r>b", (await tenant.Lineage(D("b"))).Edges());
        Assert.Equal("a>b c>b r>b", (await tenant.Lineage(D("b"), All)).Edges());
        Assert.Equal("a>b r>b", (await tenant.Lineage(D("b"), "&asOf=2026-01-01T01:30:00Z")).Edges());
    }

    [Fact]
    public async Task Every_past_answer_can_be_had_again_by_valid_time_and_by_recorded_time()
    {
        var tenant = shared.NewTenant();
        List<long> marks = [];
        foreach (var e in new[] { Done(1, 1, "j", ["a"], ["b"]), Done(3, 3, "j", ["e"], ["b"]), Done(2, 2, "j", ["c"], ["b"]) }) marks.Add((await tenant.Emit(e)).Sequence);
        await tenant.CatchUp();
        async Task<string> Ask(string query) => (await tenant.Lineage(D("b"), query)).Edges();
        Assert.Equal(["a>b", "c>b", "e>b"], [await Ask("&asOf=2026-01-01T01:00:00Z"), await Ask("&asOf=2026-01-01T02:59:59.999999Z"), await Ask("")]);
        Assert.Equal(["a>b", "e>b", "e>b"], [await Ask($"&knownAt=seq:{marks[0]}"), await Ask($"&knownAt=seq:{marks[1]}"), await Ask($"&knownAt=seq:{marks[2]}")]);
        Assert.Equal("a>b", await Ask($"&knownAt=seq:{marks[1]}&asOf=2026-01-01T02:30:00Z"));
        var now = await tenant.Lineage(D("b"));
        await tenant.Emit(Done(4, 4, "j", ["f"], ["b"]));
        await tenant.CatchUp();
        Assert.Equal("f>b", await Ask(""));
        Assert.Equal("e>b", await Ask($"&knownAt={now.KnownAt}"));
        using var future = await tenant.Reader.GetAsync(new Uri("/api/v1/lineage?nodeId=dataset:d:b&knownAt=seq:999999999", UriKind.Relative));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, future.StatusCode);
    }

    [Fact]
    public async Task An_explicit_lineage_facet_goes_before_column_lineage_and_that_before_inputs_times_outputs()
    {
        var tenant = await Given(
            Ol.Run(Ol.Id(1), "COMPLETE", At(1), "explicit", Ol.Datas("a", "b"), [Ol.Data("x", Ol.Columns("f=b.f"))], jobFacets: Ol.Lineage("x=c", "y=a")),
            Ol.Run(Ol.Id(2), "COMPLETE", At(1), "columns", Ol.Datas("a", "b"), [Ol.Data("z", Ol.Columns("f=b.f")), Ol.Data("w")]),
            Ol.Run(Ol.Id(3), "COMPLETE", At(1), "none", Ol.Datas("a"), Ol.Datas("q"), jobFacets: Ol.Lineage("q=")));
        Assert.Equal("c>x", (await tenant.Lineage(D("x"))).Edges());
        Assert.Equal("b>z", (await tenant.Lineage(D("z"))).Edges());
        Assert.Equal("a>w b>w", (await tenant.Lineage(D("w"))).Edges());
        Assert.Equal("a>w a>y", (await tenant.Lineage(D("a"), Down)).Edges());
        Assert.Equal(["lineage", "columnLineage", "inputs"], [await Basis("x"), await Basis("z"), await Basis("w")]);
        async Task<string> Basis(string name) => (await tenant.Lineage(D(name), Up)).Edges[0].Basis;
    }

    [Fact]
    public async Task Fields_are_followed_with_masking_and_with_what_influences_the_whole_dataset()
    {
        var tenant = await Given(
            Ol.Run(Ol.Id(1), "COMPLETE", At(1), "j", Ol.Datas("a"), [Ol.Data("b", Ol.Columns("hash=a.email#", "id=a.id", "*=a.country"))]),
            Ol.Run(Ol.Id(2), "COMPLETE", At(2), "k", Ol.Datas("b"), [Ol.Data("c", Ol.Columns("h=b.hash"))]));
        var up = await tenant.Lineage(F("c", "h"), Up);
        Assert.Equal("a.country>b.hash a.email>b.hash b.hash>c.h", up.Edges());
        Assert.Equal([new Transformation("DIRECT", "IDENTITY", true)], up.Edges.Single(e => e.From.EndsWith("email", StringComparison.Ordinal)).Transformations);
        Assert.Equal([new Transformation("INDIRECT", "FILTER", false)], up.Edges.Single(e => e.From.EndsWith("country", StringComparison.Ordinal)).Transformations);
        Assert.Equal("a.email>b.hash b.hash>c.h", (await tenant.Lineage(F("a", "email"), Down)).Edges());
        Assert.Equal("a.country>b", (await tenant.Lineage(F("a", "country"), Down)).Edges());
        Assert.Equal("a.country>b a.country>b.hash a.country>b.id a.email>b.hash a.id>b.id b.hash>c.h", (await tenant.Lineage(D("b"), "&granularity=field")).Edges());
    }

    [Fact]
    public async Task Jobs_and_runs_have_lineage_of_their_own()
    {
        var tenant = await Given(Done(1, 1, "load", ["a"], ["b"]), Done(2, 2, "mart", ["b"], ["c"]), Done(3, 3, "load", ["a"], ["b"]), Done(4, 4, "mart", ["b"], ["c"]));
        Assert.Equal("load>mart", (await tenant.Lineage(J("mart"))).Edges());
        Assert.Equal("1>2 3>4".Split(' ')[1], (await tenant.Lineage(new RunNode(Ol.Id(4)))).Edges().Replace("7000-8000-000000000003", "3", StringComparison.Ordinal).Replace("7000-8000-000000000004", "4", StringComparison.Ordinal));
        var first = await tenant.Lineage(new RunNode(Ol.Id(1)), Down);
        Assert.Equal([$"run:{Ol.Id(2)}"], first.Edges.Select(e => e.To));
        Assert.Equal(["COMPLETE", "COMPLETE"], first.Nodes.Select(n => n.State));
        Assert.Equal(["dataset:d:b"], first.Edges[0].Via);
    }

    [Fact]
    public async Task A_version_that_a_job_event_states_has_lineage_of_datasets_and_no_runs()
    {
        var tenant = await Given(Ol.Job(At(1), "j", Ol.Datas("a"), [Ol.Data("b", """{"version":{"datasetVersion":"7"}}""")]));
        Assert.Equal(["version:d:b:7"], (await tenant.Lineage(new VersionNode("d", "b", "7"), "&granularity=run")).Nodes.Select(n => n.Id));
        Assert.Contains("dataset:d:a", (await tenant.Lineage(new VersionNode("d", "b", "7"), Up)).Nodes.Select(n => n.Id));
    }

    [Fact]
    public async Task A_limit_truncates_and_names_the_nodes_to_go_on_from()
    {
        var tenant = await Given(Done(1, 1, "j", ["a"], [.. Enumerable.Range(0, 30).Select(n => $"x{n}")]), Done(2, 2, "k", ["x0"], ["y"]));
        var answer = await tenant.Lineage(D("a"), Down + "&limit=10");
        Assert.Equal((10, true), (answer.Nodes.Count, answer.Truncated));
        Assert.Contains("dataset:d:a", answer.Stubs);
        var whole = await tenant.Lineage(D("a"), Down + "&limit=32");
        Assert.Equal((32, false, 0), (whole.Nodes.Count, whole.Truncated, whole.Stubs.Count));
    }

    [Theory]
    [InlineData("dataset:d:nowhere")]
    [InlineData("job:n:nowhere")]
    [InlineData("run:nowhere")]
    [InlineData("field:d:nowhere:f")]
    [InlineData("field:d:a:nowhere")]
    [InlineData("version:d:b:7")]
    public async Task What_no_event_names_is_not_found(string node)
    {
        var tenant = await Given(Done(1, 1, "j", ["a"], ["b"]));
        using var answer = await tenant.Reader.GetAsync(new Uri($"/api/v1/lineage?nodeId={node}", UriKind.Relative));
        await Door.RefusalTests.Refusal(answer, 404, "unknown-node", "/nodeId");
    }

    [Fact]
    public async Task Another_tenant_sees_nothing_of_the_same_names()
    {
        var (tenant, other) = (await Given(Done(1, 1, "j", ["a"], ["b"])), await Given(Done(1, 1, "j", ["c"], ["b"])));
        Assert.Equal(("a>b", "c>b"), ((await tenant.Lineage(D("b"))).Edges(), (await other.Lineage(D("b"))).Edges()));
        using var answer = await other.Reader.GetAsync(new Uri("/api/v1/lineage?nodeId=dataset:d:a", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Single((await other.Get<JsonObject>("/api/v1/graph/export"))["runs"]!.AsArray());
    }
}
