using System.Net;
using System.Net.Http.Json;

namespace Lineage.IntegrationTests.Catalog;

public sealed class SearchTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task Things_are_found_by_name_field_tag_and_description_best_first()
    {
        var tenant = shared.NewTenant();
        var facets = string.Join(
            ',', Said.Schema("orders_id:int", """{"name":"who","type":"text","description":"who ORDERS"}"""),
            Said.Facet("tags", """{"tags":[{"key":"domain","value":"orders"}]}"""));
        await tenant.Emit(
            Said.Run("COMPLETE", Said.NewRun(), 1, "load_orders", Said.Of("db", "Orders"), Said.Of("db", "orders_2026")), Said.Dataset(1, Said.Of("db", "sales", facets)), Said.Dataset(1, Said.Of("orders-ns", "x")));
        await tenant.CatchUp();
        var hits = (await tenant.Reader.Find(new { text = "orders" })).Items;
        Assert.Equal(
            [
                ("dataset:db:Orders", "name"), ("dataset:db:orders_2026", "name"), ("field:db:sales:orders_id", "field"), (null, "name"),
                ("job:etl:load_orders", "name"), ("dataset:orders-ns:x", "namespace"), ("dataset:db:sales", "tag"), ("field:db:sales:who", "description"),
            ],
            hits.Select(h => (h.NodeId, h.Matched)));
        Assert.Equal("domain=orders", hits[6].Text);
        Assert.Equal(["job:etl:load_orders"], (await tenant.Reader.Find(new { text = "orders", kinds = new[] { "job" } })).Items.Select(h => h.NodeId));
        Assert.Empty((await shared.NewTenant().Reader.Find(new { text = "orders" })).Items);
    }

    [Fact]
    public async Task Wildcards_quotes_and_letters_beyond_ascii_are_taken_literally()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(
            Said.Dataset(1, Said.Of("db", "a_b")), Said.Dataset(1, Said.Of("db", "axb")), Said.Dataset(1, Said.Of("db", "100%")),
            Said.Dataset(1, Said.Of("db", "t1", Said.Facet("documentation", """{"description":"die \u00dcbersicht"}"""))),
            Said.Dataset(1, Said.Of("db", "t2", Said.Facet("documentation", """{"description":"say \"hi\""}"""))));
        await tenant.CatchUp();
        Assert.Equal(["a_b"], await Names("A_B"));
        Assert.Equal(["100%"], await Names("0%"));
        Assert.Equal(["t1"], await Names("übersicht"));
        Assert.Equal(["t2"], await Names("\"hi\""));
        Assert.Empty(await Names("\\"));
        Assert.Empty(await Names("'; drop table x"));

        async Task<IEnumerable<string?>> Names(string text) => (await tenant.Reader.Find(new { text })).Items.Select(h => h.Name);
    }

    [Fact]
    public async Task Only_what_holds_in_the_window_is_found_page_by_page()
    {
        var tenant = shared.NewTenant();
        await tenant.Emit(
            Said.Dataset(1, Said.Of("db", "t", Said.Schema("gone:int"))), Said.Dataset(5, Said.Of("db", "t", Said.Schema("here:int"))), Said.Dataset(5, Said.Of("db", "t-b")), Said.Dataset(5, Said.Of("db", "t-c")));
        await tenant.CatchUp();
        Assert.Empty((await tenant.Reader.Find(new { text = "gone" })).Items);
        Assert.Single((await tenant.Reader.Find(new { text = "gone", asOf = Said.At(2) })).Items);
        var first = await tenant.Reader.Find(new { text = "t", kinds = new[] { "dataset" }, limit = 2 });
        await tenant.Emit(Said.Dataset(5, Said.Of("db", "t-a")));
        await tenant.CatchUp();
        var second = await tenant.Reader.Find(new { text = "t", kinds = new[] { "dataset" }, limit = 2, cursor = first.NextCursor });
        Assert.Equal(["t", "t-b", "t-c"], first.Items.Concat(second.Items).Select(h => h.Name));
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task A_search_without_text_or_with_too_much_is_refused()
    {
        var tenant = shared.NewTenant();
        foreach (var body in new object[] { new { }, new { text = "" }, new { text = new string('x', 201) }, new { text = "x", kinds = new[] { "table" } } })
        {
            using var answer = await tenant.Reader.PostAsJsonAsync(new Uri("/api/v1/search", UriKind.Relative), body);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }

        using var emitter = await tenant.Emitter.PostAsJsonAsync(new Uri("/api/v1/search", UriKind.Relative), new { text = "x" });
        Assert.Equal(HttpStatusCode.Forbidden, emitter.StatusCode);
    }
}
