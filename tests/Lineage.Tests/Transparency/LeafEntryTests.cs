using System.Text;
using System.Text.Json;
using Lineage.Merkle;

namespace Lineage.Tests.Transparency;

public class LeafEntryTests
{
    private static readonly LeafEntry Example = new(
        "lineage.example.com/audit/default", "default", new("11111111-1111-8111-8111-111111111111"), 9007199254740993, new("22222222-2222-5222-8222-222222222222"), 3, "run_observed",
        new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1230), "33333333-3333-4333-8333-333333333333", "++//AAAA", "+/+/BBBB", false);

    private const string Frozen =
        """{"actor":"33333333-3333-4333-8333-333333333333","commit":"++//AAAA","core":"+/+/BBBB","id":"11111111-1111-8111-8111-111111111111","log":"lineage.example.com/audit/default","recorded":"2026-01-01T12:00:00.000123Z","seq":"9007199254740993","stream":"22222222-2222-5222-8222-222222222222","tenant":"default","type":"run_observed","v":1,"version":"3"}""";

    [Fact]
    public void An_entry_is_written_as_it_always_was() => Assert.Equal(Frozen, Encoding.UTF8.GetString(Example.ToBytes()));

    [Fact]
    public void An_entry_is_canonical_json()
    {
        foreach (var entry in new[] { Example, Example with { Core = null }, Example with { Late = true } })
        {
            using var document = JsonDocument.Parse(entry.ToBytes());
            Assert.Equal(CanonicalJson.Bytes(document.RootElement), entry.ToBytes());
        }
    }

    [Fact]
    public void What_was_written_can_be_read() => Assert.All([Example, Example with { Core = null }, Example with { Late = true }], entry => Assert.Equal(entry, LeafEntry.Parse(entry.ToBytes())));

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"seq\":1}")]
    public void Other_bytes_are_no_entry(string bytes)
    {
        Assert.Null(LeafEntry.TryParse(Encoding.UTF8.GetBytes(bytes)));
        Assert.Throws<FormatException>(() => LeafEntry.Parse(Encoding.UTF8.GetBytes(bytes)));
    }

    [Fact]
    public void An_entry_in_another_spelling_is_no_entry()
    {
        Assert.Null(LeafEntry.TryParse(Encoding.UTF8.GetBytes(Frozen.Replace(",\"v\":1", ", \"v\":1", StringComparison.Ordinal))));
        Assert.Null(LeafEntry.TryParse(Encoding.UTF8.GetBytes(Frozen.Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal))));
        Assert.Null(LeafEntry.TryParse(Encoding.UTF8.GetBytes(Frozen + "\n")));
    }

    [Fact]
    public void A_note_of_a_restore_can_be_read_and_is_no_event()
    {
        var note = new RestoreNote("a/b/R2", "a/b", "a/b\n7\nAAAA\n\n— a/b x\n", 5, 7, new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(note, RestoreNote.TryParse(note.ToBytes()));
        Assert.Null(LeafEntry.TryParse(note.ToBytes()));
        Assert.Null(RestoreNote.TryParse(Example.ToBytes()));
        Assert.Null(RestoreNote.TryParse("{"u8));
    }

    [Fact]
    public void A_commitment_opens_to_its_bytes_and_to_no_others()
    {
        var commitment = Commitment.To("payload"u8);
        Assert.True(commitment.Opens("payload"u8));
        Assert.False(commitment.Opens("payloae"u8));
        Assert.False((commitment with { Salt = Commitment.To("payload"u8).Salt }).Opens("payload"u8));
        Assert.False((commitment with { Salt = "no base64" }).Opens("payload"u8));
    }
}
