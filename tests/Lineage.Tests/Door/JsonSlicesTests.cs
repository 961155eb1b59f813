using System.Text;
using FsCheck.Xunit;
using Lineage.Server.Features.OpenLineage;

namespace Lineage.Tests.Door;

public class JsonSlicesTests
{
    [Theory]
    [InlineData("[]")]
    [InlineData(" [ ] \n")]
    [InlineData("""[{"a":1}, {"b":"],{"} ,3,"x"]""", """{"a":1}""", """{"b":"],{"}""", "3", "\"x\"")]
    [InlineData("""{"a":"\\\""}{"b":2} """, """{"a":"\\\""}""", """{"b":2}""")]
    [InlineData("[[[1]]]", "[[1]]")]
    public async Task Values_are_cut_out_byte_for_byte(string body, params string[] values) => Assert.Equal(values, await Cut(body, Framing.Values));

    [Fact]
    public async Task Each_line_is_a_value_and_blank_lines_are_none() =>
        Assert.Equal(["{\"a\":1}", "{bad", "{\"b\":2}"], await Cut("{\"a\":1}\r\n\r\n\n{bad\n{\"b\":2}", Framing.Lines));

    [Theory]
    [InlineData("""[{"a":1}""", """{"a":1}""", "!malformed-json")]
    [InlineData("""[{"a":1},{"b":""", """{"a":1}""", "!malformed-json")]
    [InlineData("""[{"a":1} {"b":2}]""", """{"a":1}""", "!malformed-json")]
    [InlineData("""[{"a":1}] x""", """{"a":1}""", "!malformed-json")]
    [InlineData("[,]", "!malformed-json")]
    public async Task A_body_that_breaks_off_is_one_more_failure_after_what_came_before(string body, params string[] expected) => Assert.Equal(expected, await Cut(body, Framing.Values));

    [Theory]
    [InlineData((int)Framing.Values, "[{0},{{\"b\":2}}]")]
    [InlineData((int)Framing.Lines, "{0}\n{{\"b\":2}}\n")]
    public async Task A_value_over_the_limit_costs_only_itself(int framing, string form)
    {
        var large = $"{{\"a\":\"{new string('x', 300_000)}\"}}";
        Assert.Equal(["!event-too-large", "{\"b\":2}"], await Cut(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, large), (Framing)framing, limit: 100_000));
    }

    [Property]
    public bool However_the_body_arrives_the_values_are_the_same(FsCheck.PositiveInt chunk, FsCheck.NonEmptyArray<FsCheck.NonEmptyString> texts)
    {
        string[] values = [.. texts.Get.Select(t => System.Text.Json.JsonSerializer.Serialize(new { text = t.Get }))];
        return Cut($"[{string.Join(" ,\n", values)}]", Framing.Values, chunk: chunk.Get).GetAwaiter().GetResult().SequenceEqual(values);
    }

    private static async Task<List<string>> Cut(string body, Framing framing, int limit = 1_000_000, int chunk = 7)
    {
        List<string> slices = [];
        await foreach (var slice in new JsonSlices(new Trickle(Encoding.UTF8.GetBytes(body), chunk), limit).Read(framing, CancellationToken.None))
            slices.Add(slice.Refusal is { } refusal ? "!" + refusal.Code : Encoding.UTF8.GetString(slice.Bytes));
        return slices;
    }

    /// <summary>A body that arrives in small pieces, as one does over a network.</summary>
    private sealed class Trickle(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
