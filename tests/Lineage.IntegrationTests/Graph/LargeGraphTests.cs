using static Lineage.IntegrationTests.Graph.GraphAsserts;

namespace Lineage.IntegrationTests.Graph;

public sealed class LargeGraphTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("chain", 1_000)]
    [InlineData("star", 10_000)]
    public async Task Thousands_of_nodes_are_answered_whole(string shape, int size)
    {
        var tenant = shared.NewTenant();
        await tenant.Emit([.. Enumerable.Range(1, size - 1).Select(n => Ol.Job("2026-01-01T00:00:00Z", $"j{n}", Ol.Datas(shape == "chain" ? $"x{n - 1}" : "x0"), Ol.Datas($"x{n}")))]);
        await tenant.CatchUp();
        var answer = await tenant.Lineage(D("x0"), "&direction=downstream&depth=20000&limit=20000");
        Assert.Equal((size, size - 1, false), (answer.Nodes.Count, answer.Edges.Count, answer.Truncated));
    }
}
