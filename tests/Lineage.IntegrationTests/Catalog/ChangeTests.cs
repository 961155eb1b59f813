using System.Net;
using System.Text;
using Lineage.Contracts;

namespace Lineage.IntegrationTests.Catalog;

public sealed class ChangeTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task Stated_versions_are_listed_once_each_with_the_run_that_made_them()
    {
        var tenant = shared.NewTenant();
        var (one, two, reader) = (Said.NewRun(), Said.NewRun(), Said.NewRun());
        await tenant.Emit(
            Said.Run("COMPLETE", one, 1, "load", outputs: Said.Of("db", "t", $"{Said.Version("v1")},{Said.Schema("a:int")}")),
            Said.Run("COMPLETE", reader, 2, "use", Said.Of("db", "t", Said.Version("v1"))),
            Said.Run("COMPLETE", two, 5, "load", outputs: Said.Of("db", "t", $"{Said.Version("v2")},{Said.Schema("a:int", "b:int")}")));
        await tenant.CatchUp();
        var versions = (await Versions(tenant, Answers.Id("db", "t"))).ToList();
        Assert.Equal([(2, "v2", $"run:{two}", "job:etl:load", true), (1, "v1", $"run:{one}", "job:etl:load", true)], versions.Select(v => (v.Number, v.Version, v.Run, v.Job, v.Stated)));
        Assert.Equal(["schema"], versions[0].Changes);
        Assert.Empty(versions[1].Changes);
    }

    [Fact]
    public async Task Without_stated_versions_each_completed_writing_run_is_one()
    {
        var tenant = shared.NewTenant();
        var (one, two, failed) = (Said.NewRun(), Said.NewRun(), Said.NewRun());
        await tenant.Emit(
            Said.Run("COMPLETE", two, 7, "load", outputs: Said.Of("db", "t")), Said.Run("COMPLETE", one, 2, "load", outputs: Said.Of("db", "t")), Said.Run("FAIL", failed, 3, "load", outputs: Said.Of("db", "t")));
        await tenant.CatchUp();
        Assert.Equal([(2, two, false), (1, one, false)], (await Versions(tenant, Answers.Id("db", "t"))).Select(v => (v.Number, v.Version!, v.Stated)));
    }

    [Fact]
    public async Task A_job_has_a_new_version_when_its_code_query_or_datasets_change()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(
            Step(1, "a", "select 1"), Step(2, "a", "select 1"), Step(3, "a", "select 2"), Step(4, "b", "select 2"), Said.Run("FAIL", Said.NewRun(), 5, "load", Said.Of("db", "x")));
        await tenant.CatchUp();
        var versions = (await Versions(tenant, Answers.JobId("load"))).ToList();
        Assert.Equal([(3, 4), (2, 3), (1, 1)], versions.Select(v => (v.Number, v.ValidAt.Minute)));
        Assert.Equal(["inputs"], versions[0].Changes);
        Assert.Equal(["sql"], versions[1].Changes);
        Assert.All(versions, v => Assert.Equal("abc", v.Version));

        static string Step(int minute, string input, string sql) => Said.Run(
            "COMPLETE", Said.NewRun(), minute, "load", Said.Of("db", input), Said.Of("db", "out"), jobFacets: $"{Said.Sql(sql)},{Said.Facet("sourceCodeLocation", """{"type":"git","url":"https://git/x","version":"abc"}""")}");
    }

    [Fact]
    public async Task The_history_of_a_dataset_tells_each_change_with_its_event()
    {
        var tenant = shared.NewTenant();
        var receipts = await tenant.Emit(
            Said.Dataset(8, Said.Of("db", "t", string.Join(',', Said.Schema("a:bigint", "c:int"), Said.Facet("lifecycleStateChange", """{"lifecycleStateChange":"ALTER"}"""), Said.Facet("documentation", """{"description":"two"}""")))),
            Said.Dataset(1, Said.Of("db", "t", string.Join(',', Said.Schema("a:int", "b:int"), Said.Facet("ownership", """{"owners":[{"name":"x"}]}"""), Said.Facet("documentation", """{"description":"one"}""")))),
            Said.Dataset(2, Said.Of("db", "t", Said.Schema("a:int", "b:int"))),
            Said.Dataset(9, Said.Of("db", "t", $"{Said.Facet("tags", """{"tags":[{"key":"pii","value":"1","field":"a"}]}""")},\"ownership\":{{\"_deleted\":true}}")));
        await tenant.CatchUp();
        var history = await tenant.Reader.All<NodeChange>($"/api/v1/nodes/history?nodeId={Answers.Id("db", "t")}&limit=3");
        Assert.Equal(
            new HashSet<(string, string?, string?, string?, int)>
            {
                ("tag-added", "a: pii=1", null, null, 9), ("owner-removed", "x", null, null, 9), ("field-removed", "b", "int", null, 8), ("field-added", "c", null, "int", 8), ("field-retyped", "a", "int", "bigint", 8),
                ("lifecycle", null, null, "ALTER", 8), ("documentation", null, "one", "two", 8), ("owner-added", "x", null, null, 1), ("documentation", null, null, "one", 1),
                ("field-added", "a", null, "int", 1), ("field-added", "b", null, "int", 1),
            },
            history.Select(h => (h.Change, h.Subject, h.From, h.To, h.ValidAt.Minute)).ToHashSet());
        Assert.Equal(11, history.Count);
        Assert.Equal([9, 8, 1], history.Select(h => h.ValidAt.Minute).Distinct());
        Assert.All(history.Where(h => h.ValidAt.Minute == 8), h => Assert.Equal((receipts[0].EventId, receipts[0].RecordedAt), (h.EventId, h.RecordedAt)));
    }

    [Fact]
    public async Task The_history_of_a_job_keeps_queries_from_readers()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(Said.Run("COMPLETE", Said.NewRun(), 1, "load", jobFacets: Said.Sql("select 1")), Said.Run("COMPLETE", Said.NewRun(), 2, "load", jobFacets: Said.Sql("select 2")));
        await tenant.CatchUp();
        var path = $"/api/v1/nodes/history?nodeId={Answers.JobId("load")}";
        using var auditor = tenant.Client("auditor");
        Assert.Equal([("sql-changed", "select 1", "select 2"), ("sql-changed", null, "select 1")], (await auditor.All<NodeChange>(path)).Select(c => (c.Change, c.From, c.To)));
        Assert.All(await tenant.Reader.All<NodeChange>(path), c => Assert.Equal(("sql-changed", null, null), (c.Change, c.From, c.To)));
        Assert.Equal(HttpStatusCode.NotFound, await auditor.Status($"/api/v1/nodes/history?nodeId={Answers.JobId("none")}"));
        Assert.Equal(HttpStatusCode.NotFound, await auditor.Status($"/api/v1/nodes/versions?nodeId={Answers.Id("db", "none")}"));
    }

    [Fact]
    public async Task Two_runs_are_compared_in_all_they_say()
    {
        var tenant = shared.NewTenant();
        var (a, b) = (Said.NewRun(), Said.NewRun());
        await tenant.Emit(
            Said.Run("START", a, 1, "train", Said.Of("db", "x", $"{Said.Version("1")},{Said.Schema("f:int")}"), runFacets: Environment("SEED", "1")),
            Said.Run("COMPLETE", a, 3, "train", outputs: Said.Of("db", "model"), jobFacets: $"{Code("abc")},{Said.Sql("select 1")}"),
            Said.Run("START", b, 5, "train", $"{Said.Of("db", "x", $"{Said.Version("2")},{Said.Schema("f:text")}")},{Said.Of("db", "y")}", runFacets: Environment("SEED", "2")),
            Said.Run("FAIL", b, 6, "train", jobFacets: $"{Code("def")},{Said.Sql("select 2")}"));
        await tenant.CatchUp();
        using var auditor = tenant.Client("auditor");
        var path = $"/api/v1/runs/compare?a={a}&b=run:{b}";
        var answer = await auditor.Get<RunComparison>(path);
        Assert.Equal([new("state", "COMPLETE", "FAIL"), new("durationMilliseconds", "120000", "60000"), new("codeVersion", "abc", "def")], answer.Differences);
        Assert.Equal(["dataset:db:y"], answer.Inputs.OnlyB);
        Assert.Equal([new("dataset:db:x", "1", "2")], answer.Inputs.Versions);
        Assert.Equal(["dataset:db:model"], answer.Outputs.OnlyA);
        Assert.Equal([new("f", "int", "text")], Assert.Single(answer.Schemas).Fields);
        Assert.Equal([("sourceCodeLocation", "/version", "\"abc\"", "\"def\""), ("sql", "/query", "\"select 1\"", "\"select 2\"")], answer.Facets.Select(f => (f.Facet, f.Path, Text(f.A), Text(f.B))));
        Assert.Equal([new("SEED", "1", "2")], answer.Environment);
        var seen = await tenant.Get<RunComparison>(path);
        Assert.Equal(["environmentVariables", "sql"], seen.Withheld);
        Assert.Equal([new("SEED", null, null)], seen.Environment);
        Assert.Equal([("sourceCodeLocation", "\"abc\""), ("sql", null)], seen.Facets.Select(f => (f.Facet, Text(f.A))));
        Assert.Equal((HttpStatusCode.NotFound, "urn:lineage:problem:unknown-node /b"), await tenant.Reader.Problem($"/api/v1/runs/compare?a={a}&b=none"));

        static string Environment(string name, string value) => Said.Facet("environmentVariables", $$"""{"environmentVariables":[{"name":"{{name}}","value":"{{value}}"},{"name":"HOME","value":"/h"}]}""");
        static string Code(string version) => Said.Facet("sourceCodeLocation", $$"""{"type":"git","url":"https://git/x","version":"{{version}}"}""");
        static string? Text(RawJson? json) => json is null ? null : Encoding.UTF8.GetString(json.Utf8.Span);
    }

    private static async Task<IReadOnlyList<NodeVersion>> Versions(TestTenant tenant, string id) => await tenant.Reader.All<NodeVersion>($"/api/v1/nodes/versions?nodeId={id}&limit=2");
}
