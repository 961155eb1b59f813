using Lineage.Contracts;
using Lineage.Server.Features.Graph.Walking;

namespace Lineage.Tests.Graph;

public class SimplePathsTests
{
    [Fact]
    public void Both_ways_round_a_diamond_are_found_shortest_first() =>
        Assert.Equal(["a-d", "a-b-d", "a-c-d"], Found(["ab", "ac", "bd", "cd", "ad"], "a", "d", 10).Paths);

    [Fact]
    public void A_cycle_is_not_walked_round() => Assert.Equal(["a-b-c"], Found(["ab", "ba", "bc", "bb"], "a", "c", 10).Paths);

    [Fact]
    public void Where_no_way_leads_there_is_none() => Assert.Empty(Found(["ab", "cd"], "a", "d", 10).Paths);

    [Fact]
    public void More_than_the_limit_is_said()
    {
        var (paths, leftOut) = Found(["ab", "ac", "bd", "cd"], "a", "d", 1);
        Assert.Equal(["a-b-d"], paths);
        Assert.True(leftOut);
    }

    [Fact]
    public void A_ladder_with_a_million_ways_ends_in_time()
    {
        var rungs = Enumerable.Range(0, 20).SelectMany(i => new[] { ($"n{i}", $"l{i}"), ($"n{i}", $"r{i}"), ($"l{i}", $"n{i + 1}"), ($"r{i}", $"n{i + 1}") });
        var (paths, leftOut) = SimplePaths.Between([.. rungs.Select(r => new LineageEdge(r.Item1, r.Item2, "inputs", []))], "n0", "n20", 100);
        Assert.True(leftOut);
        Assert.InRange(paths.Count, 0, 100);
    }

    private static (IEnumerable<string> Paths, bool LeftOut) Found(string[] edges, string from, string to, int limit)
    {
        var found = SimplePaths.Between([.. edges.Select(e => new LineageEdge(e[..1], e[1..], "inputs", []))], from, to, limit);
        return (found.Paths.Select(p => string.Join('-', p)), found.LeftOut);
    }
}
