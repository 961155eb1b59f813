using System.Text;
using Lineage.Cli.Emission;

namespace Lineage.Tests.Cli;

public sealed class EventSplitterTests
{
    [Theory]
    [InlineData("{\"a\":1}", "f:1 {\"a\":1}")]
    [InlineData("\uFEFF{\"a\":1}\n", "f:1 {\"a\":1}")]
    [InlineData("{\n \"a\": \"}\\\"{\"\n}\n{\"b\":2}", "f:1 {\n \"a\": \"}\\\"{\"\n}|f:4 {\"b\":2}")]
    [InlineData("[{\"a\":[1,{}]}, {\"b\":\"]\"}]", "f[0] {\"a\":[1,{}]}|f[1] {\"b\":\"]\"}")]
    [InlineData("[]", "")]
    [InlineData("", "")]
    [InlineData("{\"a\":1}\r\n\r\n{\"b\":2}\n", "f:1 {\"a\":1}|f:3 {\"b\":2}")]
    public void Events_are_cut_out_as_they_are_wherever_the_blocks_end(string text, string expected)
    {
        for (var size = 1; size <= text.Length + 1; size++)
            Assert.Equal(expected, string.Join('|', Split(text, size).Select(e => $"{e.Where} {Encoding.UTF8.GetString(e.Bytes.Span)}{(e.Problem is null ? "" : "!")}")));
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":\n{\"c\":3}\n", "Auto", "f:1|f:2!|f:3")]
    [InlineData("{\"b\":\n{\"c\":3}\n", "Ndjson", "f:1!|f:2")]
    [InlineData("{\"a\":1}\n42\n\"x\"\n{\"c\":3} {}\n", "Ndjson", "f:1|f:2!|f:3!|f:4!")]
    [InlineData("[{\"a\":1}, 42, null, \"x\", [1], {\"b\":2}]", "Auto", "f[0]|f[1]!|f[2]!|f[3]!|f[4]!|f[5]")]
    [InlineData("[{\"a\":1}, {\"b\":", "Auto", "f[0]|f[1]!")]
    [InlineData("{\n\"b\":", "Auto", "f:1!")]
    [InlineData("no json", "Auto", "f:1!|f:1!")]
    [InlineData("{\"a\":1,}", "Auto", "f:1!")]
    public void What_is_broken_is_told_with_its_place_and_the_rest_goes_on(string text, string layout, string expected)
    {
        for (var size = 1; size <= text.Length + 1; size++)
            Assert.Equal(expected, string.Join('|', Split(text, size, Enum.Parse<EventLayout>(layout)).Select(e => e.Where + (e.Problem is null ? "" : "!"))));
    }

    [Fact]
    public void An_event_over_the_limit_is_told_and_skipped()
    {
        var found = Split($$"""[{"a":"{{new string('x', 100)}}"},{"b":1}]""", 7, limit: 50);

        Assert.Equal(["larger than 50 bytes", null], found.Select(e => e.Problem));
    }

    private static List<SourceEvent> Split(string text, int size, EventLayout layout = EventLayout.Auto, int limit = EventSplitter.EventLimit)
    {
        var splitter = new EventSplitter("f", layout, limit);
        var bytes = Encoding.UTF8.GetBytes(text);
        var found = bytes.Chunk(size).SelectMany(b => splitter.Feed(b)).ToList();
        found.AddRange(splitter.End());
        return found;
    }
}
