using System.Net;
using System.Text;
using Lineage.Contracts;

namespace Lineage.IntegrationTests.Catalog;

public sealed class NodeTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Nested = """{"name":"address","type":"struct","description":"where they live","fields":[{"name":"street","type":"text"},{"name":"geo","type":"struct","fields":[{"name":"lat","type":"double"}]}]}""";

    private static readonly string s_customers = string.Join(
        ',', Said.Schema("id:int", "email:text", Nested),
        Said.Facet("tags", """{"tags":[{"key":"tier","value":"gold"},{"key":"pii","value":"true","field":"email"},{"key":"geo","value":"1","field":"address.geo.lat"}]}"""),
        Said.Facet("ownership", """{"owners":[{"name":"team:crm","type":"STEWARD"}]}"""),
        Said.Facet("documentation", """{"description":"Everyone who bought"}"""),
        Said.Facet("datasetType", """{"datasetType":"TABLE","subType":"MANAGED"}"""),
        Said.Facet("storage", """{"storageLayer":"iceberg","fileFormat":"parquet"}"""),
        Said.Facet("dataSource", """{"name":"crm","uri":"postgres://crm"}"""),
        Said.Facet("lifecycleStateChange", """{"lifecycleStateChange":"CREATE"}"""),
        Said.Facet("symlinks", """{"identifiers":[{"namespace":"hive","name":"crm.customers","type":"TABLE"}]}"""),
        Said.Facet("shop_custom", """{"client":"10.0.0.7","n":1.50}"""),
        Said.Version("v1"));

    [Fact]
    public async Task A_dataset_tells_everything_that_holds_about_it()
    {
        var tenant = shared.NewTenant();
        var (write, read) = (Said.NewRun(), Said.NewRun());
        await tenant.Emit(
            Said.Run("START", write, 1, "load"), Said.Run("COMPLETE", write, 3, "load", outputs: Said.Of("db", "customers", s_customers)),
            Said.Run("COMPLETE", read, 6, "mart", Said.Of("hive", "crm.customers", Said.Facet("ownership", """{"owners":[{"name":"team:bi"}]}"""))));
        await tenant.CatchUp();
        using var officer = tenant.Client("officer");
        var answer = await officer.Node(Answers.Id("db", "customers"));
        var dataset = answer.Dataset!;
        Assert.Equal(("dataset", "db", "customers"), (answer.Kind, dataset.Namespace, dataset.Name));
        Assert.Equal(["dataset:db:customers", "dataset:hive:crm.customers"], dataset.Names);
        Assert.Equal(("TABLE", "MANAGED", "Everyone who bought", "v1"), (dataset.DatasetType, dataset.DatasetSubType, dataset.Documentation, dataset.Version));
        Assert.Equal(("CREATE", new("iceberg", "parquet"), new("crm", "postgres://crm")), (dataset.Lifecycle!.State, dataset.Storage!, dataset.DataSource!));
        Assert.Equal([new("tier", "gold", null)], dataset.Tags);
        Assert.Equal([new("team:crm", "STEWARD"), new("team:bi", null)], dataset.Owners.OrderByDescending(o => o.Name, StringComparer.Ordinal));
        Assert.Equal(["id", "email", "address"], dataset.Fields.Select(f => f.Name));
        Assert.Equal("pii", Assert.Single(dataset.Fields[1].Tags).Key);
        Assert.Equal("where they live", dataset.Fields[2].Description);
        var lat = dataset.Fields[2].Fields![1].Fields![0];
        Assert.Equal(("field:db:customers:address.geo.lat", "double", "geo"), (lat.NodeId, lat.Type, Assert.Single(lat.Tags).Key));
        Assert.Equal((write, "job:etl:load", "COMPLETE"), (dataset.LastWritten!.RunId, dataset.LastWritten.Job, dataset.LastWritten.State));
        Assert.Equal(read, dataset.LastRead!.RunId);
        Assert.Contains("1.50", Encoding.UTF8.GetString(Assert.Single(dataset.Facets).Body!.Utf8.Span), StringComparison.Ordinal);
        Assert.Empty(answer.Withheld);
    }

    [Fact]
    public async Task A_reader_is_not_shown_what_tools_invent()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(Said.Dataset(1, Said.Of("db", "customers", s_customers)));
        await tenant.CatchUp();
        var answer = await tenant.Reader.Node(Answers.Id("db", "customers"));
        Assert.Equal(["shop_custom"], answer.Withheld);
        Assert.Null(Assert.Single(answer.Dataset!.Facets).Body);
        Assert.Equal(3, answer.Dataset.Fields.Count);
    }

    [Fact]
    public async Task A_dataset_is_told_as_of_an_earlier_day_and_as_known_before()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(Said.Dataset(1, Said.Of("db", "t", Said.Schema("a:int"))), Said.Dataset(9, Said.Of("db", "t", Said.Schema("a:int", "b:int"))));
        await tenant.CatchUp();
        var now = await tenant.Reader.Node(Answers.Id("db", "t"));
        await tenant.Emit(Said.Dataset(10, Said.Of("db", "t", "\"schema\":{\"_deleted\":true}")));
        await tenant.CatchUp();
        Assert.Equal(2, now.Dataset!.Fields.Count);
        Assert.Single((await tenant.Reader.Node(Answers.Id("db", "t"), $"&asOf={Said.At(5)}")).Dataset!.Fields);
        Assert.Equal(2, (await tenant.Reader.Node(Answers.Id("db", "t"), $"&knownAt={now.KnownAt}")).Dataset!.Fields.Count);
        Assert.Empty((await tenant.Reader.Node(Answers.Id("db", "t"))).Dataset!.Fields);
        Assert.Equal(HttpStatusCode.NotFound, await tenant.Reader.Status($"/api/v1/nodes?nodeId={Answers.Id("db", "t")}&asOf={Said.At(0)}"));
    }

    [Fact]
    public async Task A_job_tells_what_it_does_now_and_keeps_its_query_from_readers()
    {
        var tenant = shared.NewTenant();
        var (root, first, second) = (Said.NewRun(), Said.NewRun(), Said.NewRun());
        var facets = string.Join(
            ',', Said.Sql("select * from a"), Said.Facet("jobType", """{"processingType":"BATCH","integration":"SPARK","jobType":"JOB"}"""),
            Said.Facet("sourceCodeLocation", """{"type":"git","url":"https://git/x","version":"abc"}"""), Said.Facet("sourceCode", """{"language":"py","sourceCode":"print()"}"""),
            Said.Facet("documentation", """{"description":"Loads"}"""));
        await tenant.Emit(
            Said.Run("COMPLETE", first, 1, "load", Said.Of("db", "old"), Said.Of("db", "out")),
            Said.Run("COMPLETE", second, 2, "load", Said.Of("db", "a"), Said.Of("db", "out"), Said.Parent(root, "etl", "nightly"), facets));
        await tenant.CatchUp();
        using var auditor = tenant.Client("auditor");
        var full = await auditor.Node(Answers.JobId("load"));
        var job = full.Job!;
        Assert.Equal(("BATCH", "SPARK", "JOB", "Loads", "abc"), (job.ProcessingType, job.Integration, job.JobType, job.Documentation, job.SourceCodeLocation!.Version));
        Assert.Equal(("select * from a", "print()"), (job.Sql!.Query, job.SourceCode!.Code));
        Assert.Equal(["dataset:db:a"], job.Inputs);
        Assert.Equal(["dataset:db:out"], job.Outputs);
        Assert.Equal(["job:etl:nightly"], job.Parents);
        Assert.Equal(second, job.LatestRun!.RunId);
        var seen = await tenant.Reader.Node(Answers.JobId("load"));
        Assert.Equal(["sourceCode", "sql"], seen.Withheld);
        Assert.Null(seen.Job!.Sql);
        Assert.Null(seen.Job.SourceCode);
        Assert.True((await tenant.Reader.Node(Answers.JobId("nightly"))).Job!.ReferencedOnly);
    }

    [Fact]
    public async Task A_run_tells_its_chain_of_parents_its_datasets_and_why_it_failed()
    {
        var tenant = shared.NewTenant();
        var (top, root, run) = (Said.NewRun(), Said.NewRun(), Said.NewRun());
        await tenant.Emit(
            Said.Run("START", root, 1, "nightly", runFacets: Said.Parent(top, "etl", "top")),
            Said.Run("START", run, 2, "load", Said.Of("db", "a", Said.Version("7")), runFacets: Said.Parent(root, "etl", "nightly")),
            Said.Run("FAIL", run, 4, "load", outputs: Said.Of("db", "b"), runFacets: Said.Facet("errorMessage", """{"message":"no such customer: Ada","programmingLanguage":"py"}""")));
        await tenant.CatchUp();
        using var dpo = tenant.Client("dpo");
        var answer = (await dpo.Get<NodeDetails>($"/api/v1/runs/{run}")).Run!;
        Assert.Equal(("FAIL", 120_000L, "job:etl:load"), (answer.Summary.State, answer.DurationMilliseconds, answer.Summary.Job));
        Assert.Equal([(root, "START"), (top, null)], answer.Parents.Select(p => (p.RunId, p.State)));
        Assert.Equal([new("dataset:db:a", "7")], answer.Inputs);
        Assert.Equal([new("dataset:db:b", null)], answer.Outputs);
        Assert.Equal("no such customer: Ada", answer.Error);
        Assert.Equal(1, (await dpo.Node($"run:{root}")).Run!.Children);
        var seen = await tenant.Reader.Node($"run:{run}");
        Assert.Equal(["errorMessage"], seen.Withheld);
        Assert.Null(seen.Run!.Error);
        Assert.Equal((HttpStatusCode.NotFound, "urn:lineage:problem:unknown-node /nodeId"), await dpo.Problem("/api/v1/runs/none"));
    }

    [Fact]
    public async Task Fields_are_told_one_by_one_with_their_lineage_counted()
    {
        var tenant = shared.NewTenant();
        var derived = Said.Facet("columnLineage", """{"fields":{"mail":{"inputFields":[{"namespace":"db","name":"customers","field":"email"},{"namespace":"db","name":"customers","field":"id"}]}}}""");
        await tenant.Emit(Said.Run("COMPLETE", Said.NewRun(), 1, "mart", Said.Of("db", "customers", s_customers), Said.Of("db", "mart", $"{Said.Schema("mail:text")},{derived}")));
        await tenant.CatchUp();
        var fields = await tenant.Reader.All<FieldDetails>($"/api/v1/nodes/fields?nodeId={Answers.Id("db", "customers")}&limit=2");
        Assert.Equal(["id", "email", "address", "address.street", "address.geo", "address.geo.lat"], fields.Select(f => f.Path));
        Assert.Equal([1, 1, 0, 0, 0, 0], fields.Select(f => f.Downstream));
        var field = (await tenant.Reader.Node(Uri.EscapeDataString("field:db:mart:mail"))).Field!;
        Assert.Equal(("dataset:db:mart", "text", 2, 0), (field.Dataset, field.Type, field.Upstream, field.Downstream));
        Assert.Equal(HttpStatusCode.NotFound, await tenant.Reader.Status("/api/v1/nodes?nodeId=field:db:mart:none"));
        Assert.Equal(HttpStatusCode.NotFound, await tenant.Reader.Status("/api/v1/nodes?nodeId=field:db:none:mail"));
    }

    [Fact]
    public async Task Deep_nesting_is_answered_like_anything_else()
    {
        var tenant = shared.NewTenant();
        var field = Enumerable.Range(0, 40).Aggregate("""{"name":"inmost","type":"int"}""", (inner, i) => $$"""{"name":"f{{i}}","type":"struct","fields":[{{inner}}]}""");
        var deep = $$"""{"plan":{{new string('[', 400)}}{{new string(']', 400)}} }""";
        await tenant.Emit(Said.Dataset(1, Said.Of("db", "deep", $"{Said.Schema(field)},{Said.Facet("custom", deep)}")));
        await tenant.CatchUp();
        using var auditor = tenant.Client("auditor");
        using var answer = await auditor.GetAsync(new Uri($"/api/v1/nodes?nodeId={Answers.Id("db", "deep")}", UriKind.Relative));
        Assert.Contains(deep[1..], await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(41, (await auditor.All<FieldDetails>($"/api/v1/nodes/fields?nodeId={Answers.Id("db", "deep")}")).Count);
        Assert.EndsWith(".inmost", Assert.Single((await auditor.Find(new { text = "inmost" })).Items, h => h.Matched == "field").Field, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalogue_is_in_the_api_document()
    {
        using var answer = await shared.NewTenant().Reader.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        foreach (var path in new[] { "namespaces", "datasets", "jobs", "runs", "search", "nodes", "nodes/versions", "nodes/fields", "nodes/history", "runs/{id}", "runs/compare", "events", "events/{eventId}" })
            Assert.Contains($"\"/api/v1/{path}\"", text, StringComparison.Ordinal);
    }
}
