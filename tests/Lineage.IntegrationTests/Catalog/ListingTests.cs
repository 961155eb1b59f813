using System.Globalization;
using System.Net;
using Lineage.Contracts;

namespace Lineage.IntegrationTests.Catalog;

public sealed class ListingTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("/api/v1/namespaces")]
    [InlineData("/api/v1/datasets")]
    [InlineData("/api/v1/jobs")]
    [InlineData("/api/v1/runs")]
    public async Task Of_nothing_every_list_is_empty_and_says_its_window(string path)
    {
        var list = await shared.NewTenant().Get<Listing<object>>(path);
        Assert.Empty(list.Items);
        Assert.Null(list.NextCursor);
        Assert.StartsWith("seq:", list.KnownAt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Namespaces_count_their_datasets_and_jobs_and_tell_first_and_last_event()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(
            Said.Run("COMPLETE", Said.NewRun(), 5, "load", Said.Of("files", "a.csv"), Said.Of("db", "a"), Said.Parent(Said.NewRun(), "etl", "nightly")),
            Said.Run("COMPLETE", Said.NewRun(), 9, "load", Said.Of("files", "b.csv"), Said.Of("db", "a")));
        await tenant.CatchUp();
        var namespaces = (await tenant.Get<Listing<NamespaceSummary>>("/api/v1/namespaces")).Items;
        Assert.Equal([("db", 1, 0), ("etl", 0, 2), ("files", 2, 0)], namespaces.Select(n => (n.Name, (int)n.Datasets, (int)n.Jobs)));
        Assert.All(namespaces, n => Assert.Equal((Said.At(5), Said.At(9)), (Text(n.FirstEventAt), Text(n.LastEventAt))));
        Assert.Equal("files", (await tenant.Reader.All<NamespaceSummary>("/api/v1/namespaces?limit=1"))[2].Name);
    }

    [Fact]
    public async Task Datasets_and_jobs_are_found_by_namespace_and_literal_prefix()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(Said.Run("COMPLETE", Said.NewRun(), 1, "a_b", Said.Of("db", "x_1"), Said.Of("db", "xy1"), Said.Parent(Said.NewRun(), "etl", "root")), Said.Run("COMPLETE", Said.NewRun(), 1, "ab", "", Said.Of("other", "x_1")));
        await tenant.CatchUp();
        Assert.Equal(["x_1"], (await tenant.Get<Listing<DatasetSummary>>("/api/v1/datasets?namespace=db&prefix=x_")).Items.Select(d => d.Name));
        Assert.Equal(["a_b"], (await tenant.Get<Listing<JobSummary>>("/api/v1/jobs?prefix=a_")).Items.Select(j => j.Name));
        var root = Assert.Single((await tenant.Get<Listing<JobSummary>>("/api/v1/jobs?prefix=root")).Items);
        Assert.True(root.ReferencedOnly);
        Assert.Null(root.FirstEventAt);
    }

    [Fact]
    public async Task Paging_through_many_datasets_sees_each_once_while_new_ones_arrive()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(Enumerable.Range(0, 250).Select(i => Said.Dataset(1, Said.Of("db", $"t{i:000}"))).ToList());
        await tenant.CatchUp();
        var late = 0;
        var names = (await tenant.Reader.All<DatasetSummary>("/api/v1/datasets?limit=60", async () =>
        {
            await tenant.Emit(Said.Dataset(1, Said.Of("db", $"t{late++:000}-late")), Said.Dataset(1, Said.Of("db", $"z{late}")));
            await tenant.CatchUp();
        })).ConvertAll(d => d.Name);
        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"t{i:000}"), names);
        Assert.Equal(250 + (2 * late), (await tenant.Reader.All<DatasetSummary>("/api/v1/datasets")).Count);
    }

    [Fact]
    public async Task Runs_are_found_by_job_dataset_state_and_parent_latest_first()
    {
        var tenant = shared.NewTenant();
        var (root, child, failed) = (Said.NewRun(), Said.NewRun(), Said.NewRun());
        await tenant.Emit(
            Said.Run("COMPLETE", child, 8, "load", outputs: Said.Of("db", "t")),
            Said.Run("START", root, 1, "nightly"),
            Said.Run("START", child, 2, "load", Said.Of("files", "f"), runFacets: Said.Parent(root, "etl", "nightly")),
            Said.Run("START", failed, 3, "load"), Said.Run("FAIL", failed, 4, "load"));
        await tenant.CatchUp();
        Assert.Equal([failed, child, root], (await Runs("")).Select(r => r.RunId));
        Assert.Equal([failed, child, root], (await tenant.Reader.All<RunSummary>("/api/v1/runs?limit=1")).Select(r => r.RunId));
        Assert.Equal([failed, child], (await Runs($"job={Answers.JobId("load")}")).Select(r => r.RunId));
        Assert.Equal([child], (await Runs($"dataset={Answers.Id("db", "t")}")).Select(r => r.RunId));
        Assert.Equal([failed], (await Runs("state=FAIL")).Select(r => r.RunId));
        var one = Assert.Single(await Runs($"parent=run:{root}"));
        Assert.Equal((child, "COMPLETE", root, 2L), (one.RunId, one.State, one.ParentRunId, one.Events));
        Assert.Empty(await Runs("state=ABORT"));

        async Task<IReadOnlyList<RunSummary>> Runs(string query) => (await tenant.Get<Listing<RunSummary>>($"/api/v1/runs?{query}")).Items;
    }

    [Fact]
    public async Task Lists_answer_as_of_an_earlier_day_and_as_known_before()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(Said.Dataset(1, Said.Of("db", "early")), Said.Dataset(30, Said.Of("db", "later")));
        await tenant.CatchUp();
        var known = (await tenant.Get<Listing<DatasetSummary>>("/api/v1/datasets")).KnownAt;
        await tenant.Emit(Said.Dataset(2, Said.Of("db", "told late")));
        await tenant.CatchUp();
        Assert.Equal(["early", "told late"], await Names($"asOf={Said.At(10)}"));
        Assert.Equal(["early"], await Names($"asOf={Said.At(10)}&knownAt={known}"));
        Assert.Equal(["early", "later"], await Names($"knownAt={known}"));

        async Task<IEnumerable<string>> Names(string query) => (await tenant.Get<Listing<DatasetSummary>>($"/api/v1/datasets?{query}")).Items.Select(d => d.Name);
    }

    [Fact]
    public async Task A_tenant_sees_nothing_of_another_not_even_with_its_cursor()
    {
        var (tenant, other) = (shared.NewTenant(), shared.NewTenant());
        await tenant.Emit(Said.Dataset(1, Said.Of("db", "a")), Said.Dataset(1, Said.Of("db", "b")));
        await tenant.CatchUp();
        var cursor = (await tenant.Get<Listing<DatasetSummary>>("/api/v1/datasets?limit=1")).NextCursor;
        Assert.NotNull(cursor);
        Assert.Empty((await other.Get<Listing<DatasetSummary>>($"/api/v1/datasets?cursor={cursor}")).Items);
        Assert.Equal(HttpStatusCode.NotFound, await other.Reader.Status($"/api/v1/nodes?nodeId={Answers.Id("db", "a")}"));
    }

    [Theory]
    [InlineData("/api/v1/datasets?limit=0", "/limit")]
    [InlineData("/api/v1/jobs?limit=1001", "/limit")]
    [InlineData("/api/v1/namespaces?cursor=nonsense", "/cursor")]
    [InlineData("/api/v1/datasets?cursor=WyJ4Il0", "/cursor")]
    [InlineData("/api/v1/datasets?namespace=a%00b", "/namespace")]
    [InlineData("/api/v1/runs?job=dataset:a:b", "/job")]
    [InlineData("/api/v1/runs?state=DONE", "/state")]
    [InlineData("/api/v1/runs?asOf=yesterday", "/asOf")]
    [InlineData("/api/v1/runs?knownAt=seq:999999999", "/knownAt")]
    [InlineData("/api/v1/nodes", "/nodeId")]
    [InlineData("/api/v1/nodes?nodeId=table:a:b", "/nodeId")]
    [InlineData("/api/v1/nodes/fields?nodeId=job:a:b", "/nodeId")]
    [InlineData("/api/v1/nodes/versions?nodeId=run:a", "/nodeId")]
    [InlineData("/api/v1/nodes/history", "/nodeId")]
    [InlineData("/api/v1/runs/compare?a=x", "/b")]
    public async Task A_bad_parameter_is_pointed_at(string path, string place)
    {
        var (status, text) = await shared.NewTenant().Reader.Problem(path);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.EndsWith($" {place}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_goes_with_the_list_that_gave_it_only()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(Said.Dataset(1, Said.Of("db", "a")), Said.Dataset(1, Said.Of("db", "b")));
        await tenant.CatchUp();
        var cursor = (await tenant.Get<Listing<DatasetSummary>>("/api/v1/datasets?limit=1")).NextCursor;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "urn:lineage:problem:broken-cursor /cursor"), await tenant.Reader.Problem($"/api/v1/jobs?cursor={cursor}"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "urn:lineage:problem:broken-cursor /cursor"), await tenant.Reader.Problem($"/api/v1/datasets?prefix=a&cursor={cursor}"));
    }

    [Theory]
    [InlineData("/api/v1/namespaces")]
    [InlineData("/api/v1/datasets")]
    [InlineData("/api/v1/jobs")]
    [InlineData("/api/v1/runs")]
    [InlineData("/api/v1/nodes?nodeId=dataset:a:b")]
    [InlineData("/api/v1/nodes/fields?nodeId=dataset:a:b")]
    [InlineData("/api/v1/nodes/versions?nodeId=dataset:a:b")]
    [InlineData("/api/v1/nodes/history?nodeId=dataset:a:b")]
    [InlineData("/api/v1/runs/x")]
    [InlineData("/api/v1/runs/compare?a=x&b=y")]
    [InlineData("/api/v1/events")]
    public async Task An_emitter_reads_nothing(string path) => Assert.Equal(HttpStatusCode.Forbidden, await shared.NewTenant().Emitter.Status(path));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
