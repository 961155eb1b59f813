using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Lineage.Contracts;

namespace Lineage.IntegrationTests.Catalog;

public sealed class StoredEventTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Odd =
        """{ "eventTime" : "2026-03-01T00:07:00Z",  "dataset":{"namespace":"db","name":"odd"}, "x":1, "x":2, "price": 1.50, "big":1e400, "u":"\u00e9\/é", "deep":[[[ ]]] ,"producer":"https://p","schemaURL":"https://s" }""";

    [Fact]
    public async Task An_event_comes_back_byte_for_byte_with_its_place_in_the_record()
    {
        var tenant = shared.NewTenant();
        var receipt = await tenant.Emit(Odd);
        using var auditor = tenant.Client("auditor");
        using var answer = await auditor.GetAsync(new Uri($"/api/v1/events/{receipt.EventId}", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"\"body\":{Odd}", text, StringComparison.Ordinal);
        var stored = await auditor.Get<StoredEvent>($"/api/v1/events/{receipt.EventId}");
        Assert.Equal((receipt.EventId, receipt.Sequence, receipt.Commit, receipt.Salt, "dataset_observed"), (stored.EventId, stored.Sequence, stored.Commit, stored.Salt, stored.Type));
        Assert.Equal(receipt.RecordedAt, stored.RecordedAt);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 7, 0, TimeSpan.Zero), stored.ValidAt);
        Assert.Equal(receipt.Flags, stored.Flags);
        Assert.NotNull(stored.Actor);
    }

    [Theory]
    [InlineData("?raw=true", "application/json")]
    [InlineData("", "application/octet-stream")]
    public async Task The_bytes_alone_can_be_had(string query, string accept)
    {
        var tenant = shared.NewTenant();
        var receipt = await tenant.Emit(Odd);
        using var officer = tenant.Client("officer");
        officer.DefaultRequestHeaders.Add("Accept", accept);
        using var answer = await officer.GetAsync(new Uri($"/api/v1/events/{receipt.EventId}{query}", UriKind.Relative));
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Encoding.UTF8.GetBytes(Odd), await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Events_are_for_those_who_may_see_them_and_of_their_tenant()
    {
        var (tenant, other) = (shared.NewTenant(), shared.NewTenant());
        var path = $"/api/v1/events/{(await tenant.Emit(Odd)).EventId}";
        Assert.Equal(HttpStatusCode.Forbidden, await tenant.Reader.Status(path));
        Assert.Equal(HttpStatusCode.Forbidden, await tenant.Reader.Status("/api/v1/events"));
        Assert.Equal(HttpStatusCode.Forbidden, await tenant.Emitter.Status(path));
        using var stranger = other.Client("dpo");
        Assert.Equal((HttpStatusCode.NotFound, "urn:lineage:problem:unknown-event /eventId"), await stranger.Problem(path));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "urn:lineage:problem:invalid /eventId"), await stranger.Problem("/api/v1/events/x"));
        Assert.Empty((await stranger.Get<Listing<StoredEvent>>("/api/v1/events")).Items);
    }

    [Fact]
    public async Task Events_are_listed_newest_first_by_valid_time_and_filtered()
    {
        var tenant = shared.NewTenant();
        var (one, two) = (Said.NewRun(), Said.NewRun());
        var receipts = await tenant.Emit(
            Said.Run("COMPLETE", one, 9, "load", outputs: Said.Of("db", "t")), Said.Run("START", one, 1, "load", Said.Of("files", "f")),
            Said.Run("START", two, 5, "other", Said.Of("db", "t")), Said.Dataset(20, Said.Of("db", "t")));
        await tenant.CatchUp();
        using var auditor = tenant.Client("auditor");
        Assert.Equal([3, 0, 2, 1], await Order(""));
        Assert.Equal([3, 0, 2, 1], (await auditor.All<StoredEvent>("/api/v1/events?limit=1")).Select(Index));
        Assert.Equal([0, 1], await Order($"job={Answers.JobId("load")}"));
        Assert.Equal([3, 0, 2], await Order($"dataset={Answers.Id("db", "t")}"));
        Assert.Equal([2], await Order($"run={two}"));
        Assert.Equal([0, 2], await Order($"after={Said.At(1)}&before={Said.At(20)}"));
        Assert.All((await auditor.Get<Listing<StoredEvent>>("/api/v1/events")).Items, e => Assert.Null(e.Body));
        var bodies = (await auditor.Get<Listing<StoredEvent>>("/api/v1/events?body=true&limit=2")).Items;
        Assert.Equal(Said.At(20), JsonNode.Parse(bodies[0].Body!.Utf8.Span)!["eventTime"]!.GetValue<string>());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "urn:lineage:problem:invalid /after"), await auditor.Problem("/api/v1/events?after=then"));

        async Task<IEnumerable<int>> Order(string query) => (await auditor.Get<Listing<StoredEvent>>($"/api/v1/events?{query}")).Items.Select(Index);
        int Index(StoredEvent e) => receipts.Select(r => r.EventId).ToList().IndexOf(e.EventId);
    }
}
