using System.Text.Json;
using Lineage.Server.Features.Graph.Interpretation;
using Lineage.Server.Features.OpenLineage;

namespace Lineage.Tests.Door;

public class JsonOdditiesTests
{
    [Theory]
    [InlineData("""{"a":1,"b":{"a":2},"c":[{"a":1},{"a":1}]}""", "")]
    [InlineData("""{"a":1,"a":2}""", "duplicate-keys")]
    [InlineData("""{"x":[{"a":{"deep":1,"\u0064eep":2}}]}""", "duplicate-keys")]
    [InlineData("""{"a":9007199254740991,"b":-9007199254740991,"c":1e308,"d":1.5}""", "")]
    [InlineData("""{"a":9007199254740992}""", "number-beyond-double")]
    [InlineData("""{"a":[1e309]}""", "number-beyond-double")]
    [InlineData("""{"a":"x\u0000y"}""", "nul-in-text")]
    [InlineData("""{"a\u0000":1}""", "nul-in-text")]
    [InlineData("""{"a":"\ud800"}""", "lone-surrogate")]
    [InlineData("""{"\udc00":1,"\udc00":2}""", "duplicate-keys,lone-surrogate")]
    [InlineData("""{"a":"tab\tquote\"smile\ud83d\ude00"}""", "")]
    public void What_other_readers_may_understand_differently_is_flagged(string json, string flags)
    {
        using var document = JsonDocument.Parse(json, JsonLimits.Document);
        List<string> found = [];
        JsonOddities.Of(document.RootElement, found);
        Assert.Equal(flags, string.Join(',', found));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(500)]
    public void Duplicates_are_found_however_many_names_there_are(int names)
    {
        var members = Enumerable.Range(0, names).Select(n => $"\"name_{n}\":1").ToList();
        Assert.Equal([], Flags(members));
        Assert.Equal(["duplicate-keys"], Flags([.. members, "\"name_0\":2"]));
    }

    private static List<string> Flags(IEnumerable<string> members)
    {
        using var document = JsonDocument.Parse($"{{{string.Join(',', members)}}}");
        List<string> found = [];
        JsonOddities.Of(document.RootElement, found);
        return found;
    }
}
