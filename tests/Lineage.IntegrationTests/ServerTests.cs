using System.Net;

namespace Lineage.IntegrationTests;

public sealed class ServerTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task An_event_that_was_emitted_is_in_the_graph_of_its_tenant_and_of_no_other()
    {
        var (tenant, other) = (shared.NewTenant(), shared.NewTenant());
        await tenant.Emit("""{"eventTime":"2026-01-01T00:00:00Z","job":{"namespace":"n","name":"j"},"inputs":[{"namespace":"d","name":"a"}],"outputs":[{"namespace":"d","name":"b"}],"producer":"https://p","schemaURL":"https://s"}""");
        await tenant.CatchUp();
        Assert.Equal("""[["d","a","d","b"]]""", (await tenant.Export())["dataset_edges_precise"]!.ToJsonString());
        Assert.Equal("[]", (await other.Export())["dataset_edges_precise"]!.ToJsonString());
    }

    [Fact]
    public async Task The_server_is_ready()
    {
        using var answer = await shared.NewTenant().Reader.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
