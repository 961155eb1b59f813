using Lineage.IntegrationTests.Record;

namespace Lineage.IntegrationTests.Door;

/// <summary>What is odd and kept all the same, with a flag that names the oddity and its place.</summary>
public sealed class KeptTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Head = "\"producer\":\"https://p\",\"schemaURL\":\"https://s\"";
    private const string Job = "\"job\":{\"namespace\":\"n\",\"name\":\"j\"}";
    private const string Time = "\"eventTime\":\"2026-01-01T00:00:00Z\"";

    public static TheoryData<string, string[]> Odd => new()
    {
        { $"{{{Time},{Head},{Job}}}", [] },
        { $"{{{Time},{Head},{Job},\"run\":{{\"runId\":\"run of monday\"}}}}", ["runId-not-a-uuid"] },
        { $"{{\"eventTime\":\"2026-01-01T00:00:00\",{Head},{Job}}}", ["eventTime-without-zone"] },
        { $"{{\"eventTime\":\"2026-01-01T00:00:00.123456789Z\",{Head},{Job}}}", ["eventTime-finer-than-microseconds"] },
        { $"{{\"eventTime\":\"2926-01-01T00:00:00Z\",{Head},{Job}}}", ["eventTime-in-the-future"] },
        { $"{{\"eventTime\":\"2026-01-01T00:00Z\",{Head},{Job}}}", [] },
        { $"{{{Time},{Head},{Job},\"run\":{{\"runId\":\"{Ol.Id(1)}\"}},\"eventType\":\"PAUSED\"}}", ["eventType-unknown"] },
        { $"{{{Time},{Head},{Job},\"run\":{{\"runId\":\"{Ol.Id(1)}\"}},\"eventType\":3}}", ["eventType-unknown"] },
        { $"{{{Time},{Head},{Job},\"run\":{{\"runId\":\"{Ol.Id(1)}\"}}}}", [] },
        { $"{{{Time},{Job}}}", ["producer-absent", "schemaURL-absent"] },
        { $"{{{Time},\"producer\":\"me\",\"schemaURL\":5,{Job}}}", ["producer-not-a-uri", "schemaURL-not-a-uri"] },
        { $"{{{Time},{Head},{Job},{Job}}}", ["duplicate-keys"] },
        { $"{{{Time},{Head},{Job},\"x\":1e999}}", ["number-beyond-double"] },
        { $"{{{Time},{Head},{Job},\"x\":123456789012345678901234567890}}", ["number-beyond-double"] },
        { $"{{{Time},{Head},{Job},\"x\":\"\\u0000\"}}", ["nul-in-text"] },
        { $"{{{Time},{Head},{Job},\"\\u0000\":1}}", ["nul-in-text"] },
        { $"{{{Time},{Head},{Job},\"x\":\"\\ud800\"}}", ["lone-surrogate"] },
        { $"{{{Time},{Head},{Job},\"\\ud800\":1}}", ["lone-surrogate"] },
        { $"{{{Time},{Head},\"job\":{{\"namespace\":\" ünï/:%?#\",\"name\":\"\\t\\\"x\\\\ \"}}}}", [] },
        { $"{{{Time},{Head},{Job},\"inputs\":null,\"outputs\":[]}}", [] },
        { $"{{{Time},{Head},{Job},\"x\":{RefusalTests.Nested(999)}}}", [] },
        { $"{{{Time},{Head},\"job\":{{\"namespace\":\"n\",\"name\":\"{new string('x', 2048)}\"}}}}", [] },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Odd_events_are_kept_and_flagged(string body, string[] flags)
    {
        var tenant = shared.NewTenant();
        var receipt = await tenant.Emit(body);
        Assert.Equal(flags, receipt.Flags);
        Assert.Equal(body, System.Text.Encoding.UTF8.GetString((await StoredRow.Of(shared.Server.Database, receipt.EventId)).Bytes));
        await tenant.CatchUp();
        Assert.Single((await tenant.Export("?asOf=2927-01-01T00:00:00Z"))["jobs"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"schema":{"fields":"none"}}""", "/inputs/0/facets/schema")]
    [InlineData("""{"schema":{"_schemaURL":"https://s","fields":[]}}""", "/inputs/0/facets/schema")]
    [InlineData("""{"our/own~one":{"x":1}}""", "/inputs/0/facets/our~1own~0one")]
    [InlineData("""{"dataSource":{"_producer":"https://p","_schemaURL":"https://s","uri":7}}""", "/inputs/0/facets/dataSource")]
    public async Task A_facet_that_breaks_its_schema_is_kept_and_its_place_is_flagged(string facets, string place)
    {
        var receipt = await shared.NewTenant().Emit(Ol.Job("2026-01-01T00:00:00Z", "j", [Ol.Data("a", facets)]));
        Assert.NotEmpty(receipt.Flags);
        Assert.All(receipt.Flags, flag => Assert.StartsWith(place, flag, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_facet_that_says_who_made_it_is_not_flagged() =>
        Assert.Empty((await shared.NewTenant().Emit(Ol.Job("2026-01-01T00:00:00Z", "j", [Ol.Data("a", """{"spark.logicalPlan":{"_producer":"https://p","_schemaURL":"https://s","plan":[1]}}""")]))).Flags);

    [Fact]
    public async Task Flags_are_bounded_and_say_when_some_were_left_out()
    {
        var facets = "{" + string.Join(',', Enumerable.Range(0, 200).Select(n => $"\"f{n}\":{{}}")) + "}";
        var flags = (await shared.NewTenant().Emit(Ol.Job("2026-01-01T00:00:00Z", "j", [Ol.Data("a", facets)]))).Flags;
        Assert.Equal((50, "more-flags-left-out"), (flags.Count, flags[^1]));
    }

    [Fact]
    public async Task A_facet_with_NUL_and_lone_surrogates_is_kept_projected_and_does_not_trouble_later_answers()
    {
        var tenant = shared.NewTenant();
        var odd = """{"version":{"datasetVersion":"v\u0000\ud800"},"tags":{"tags":[{"key":"\ud800","value":"\u0000","field":"\udc00"}]},"ownership":{"owners":[{"name":"\u0000"}]},"\u0000facet":{"\ud800":"\u0000"}}""";
        await tenant.Emit(Ol.Run(Ol.Id(1), "COMPLETE", "2026-01-01T00:00:00Z", "j", Ol.Datas("a"), [Ol.Data("b")]).Replace("\"name\":\"b\"", $"\"name\":\"b\",\"facets\":{odd}", StringComparison.Ordinal));
        await tenant.CatchUp();
        Assert.Single((await tenant.Export())["dataset_edges_precise"]!.AsArray());
        using var version = await tenant.Reader.GetAsync(new Uri("/api/v1/lineage?nodeId=version:d:b:v", UriKind.Relative));
        await RefusalTests.Refusal(version, 404, "unknown-node", "/nodeId");
        Assert.Equal(2, (await tenant.Get<Contracts.ImpactAnswer>("/api/v1/lineage/impact?nodeId=dataset:d:a")).Nodes.Count);
    }
}
